"""Executes the Dockerfile without a container engine, and tries what comes of it.

    make image-check
    python -m bench.image [--targets web worker train] [--store FOLDER]

As root, on Debian or Ubuntu with buildah and debootstrap. The base image is made by
debootstrap from the release that the Dockerfile names, and made slim as Debian's own
is. buildah then executes each line of the Dockerfile in a chroot, as an engine would.
What it made is tried in mounts of its own: as the image's user, without capabilities,
with everything read-only but what compose.yaml mounts, on a PostgreSQL of this machine.
A --store keeps the layers, so that the next run makes only what has changed.
"""
