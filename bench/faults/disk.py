"""A file system of its own for the database, which can be made full."""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

SIZE = 700_000_000  # bytes; a new cluster has about 100 MB


@contextmanager
def mounted(folder: Path):
    """A folder with an ext4 in a file of this machine's disk, so that fsync is real."""
    image, point = folder / "disk", folder / "data"
    with image.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True)
    point.mkdir()
    subprocess.run(["mount", "-o", "loop", image, point], check=True)
    try:
        yield point
    finally:
        subprocess.run(["umount", point], check=True)


@contextmanager
def full(point: Path):
    """Not a byte more can be written there meanwhile."""
    filler = point / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(1_000_000)):
                pass
        except OSError:
            os.fsync(file.fileno())
    try:
        yield
    finally:
        filler.unlink()
