"""A site on ten hosts, each of which is killed and cut off while all of them work.

    python -m bench.machines [--rows 200000]        (as root, on Linux)

The hosts are network namespaces on one bridge, so a host that is cut off hangs as a
real one does: nobody is told. Needs nginx and redis-server. Begin with __main__.py.
"""
