"""What visitors see of each fault, how long until all is well, and what is lost.

    python -m bench.faults [--only database clock ...] [--seconds 20]

Starts a PostgreSQL (fsync on), a Redis and the site as a service manager does, with
visitors who post canvases, each until it is kept, and lets one fault after the other
happen. Prints a Markdown table. Linux; as root, since a file system of its own is made
full. It ends what it started, and nothing else.
"""
