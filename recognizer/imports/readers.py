"""Files -> pictures with their labels; a file is known by its content."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import BinaryIO
from uuid import UUID

import numpy as np
from django.conf import settings

from recognizer.drawings.fingerprints import hash_of_tile
from recognizer.drawings.tile_images import tile_png
from recognizer.exports.bundle import CARD, MANIFEST
from recognizer.exports.formats import folder_of
from recognizer.imports.arrays import IMAGES, LABELS, Tile, idx_tiles, npz_tiles
from recognizer.imports.containers import Archive, BadFile, Container
from recognizer.imports.json_lines import read_lines
from recognizer.imports.records import ImportedPicture, Record, Refusal
from recognizer.models import Digit

DEEPEST = 2  # a download holds zips of pictures
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")
DAMAGED = (OSError, EOFError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile)
CLASSES = {folder_of(digit): digit.value for digit in Digit}


def read(container: Container) -> Iterator[Record]:
    """All pictures of a container, one by one, and whatever is none."""
    for name in container.names():
        if PurePath(name).name in (CARD, MANIFEST):
            continue
        try:
            if container.is_damaged(name):
                raise BadFile("Damaged: manifest.json knows another SHA-256.")
            yield from read_file(container, name)
        except DAMAGED as error:
            yield Refusal(container.title + name, reason(error))


def reason(error: Exception) -> str:
    if isinstance(error, BadFile):
        return str(error)
    return getattr(error, "strerror", None) or f"Damaged: {error}"


def read_file(container: Container, name: str) -> Iterator[Record]:
    title = container.title + name
    with opened(container, name) as (file, start):
        if start.startswith(PICTURES):
            picture = file.read(settings.MAX_PICTURE_BYTES + 1)
            yield ImportedPicture(title, picture, class_of(name), id_of(name))
        elif start.startswith(ZIP):
            yield from read_zip(file, title, container.depth + 1)
        elif start.startswith(IMAGES):
            with labels_of(container, name) as labels:
                yield from as_found(title, idx_tiles(file, labels))
        elif start.startswith(LABELS):
            if partner(name, "labels-idx1", "images-idx3") not in container:
                raise BadFile("Labels without their tiles.")
        elif start.lstrip().startswith(b"{"):
            yield from read_lines(title, file)
        else:
            raise BadFile("Neither a picture nor IDX, .npz, zip or JSON lines.")


@contextmanager
def opened(container: Container, name: str) -> Iterator[tuple[BinaryIO, bytes]]:
    """A file, unpacked if it is gzipped, and its first bytes."""
    with container.open(name) as file:
        if file.read(2) == GZIP:
            file.seek(0)
            file = gzip.GzipFile(fileobj=file)
        file.seek(0)
        start = file.read(8)
        file.seek(0)
        yield file, start


def read_zip(file: BinaryIO, title: str, depth: int) -> Iterator[Record]:
    if depth > DEEPEST:
        raise BadFile("A zip in a zip in a zip.")
    archive = Archive(file, title, depth)
    if any(name.endswith(".npy") for name in archive.names()):
        yield from as_found(title, npz_tiles(archive))
    else:
        yield from read(archive)


def as_found(title: str, tiles: Iterator[Tile]) -> Iterator[ImportedPicture]:
    for number, (tile, label) in enumerate(tiles):
        picture = tile_png(tile / np.float32(255))
        known_by = hash_of_tile(tile)
        yield ImportedPicture(f"{title}[{number}]", picture, label, tile_hash=known_by)


@contextmanager
def labels_of(container: Container, name: str) -> Iterator[BinaryIO | None]:
    """The labels beside the tiles, if they are there."""
    beside = partner(name, "images-idx3", "labels-idx1")
    if beside == name or beside not in container:
        yield None
    elif container.is_damaged(beside):
        raise BadFile("Damaged: manifest.json knows another SHA-256 of the labels.")
    else:
        with opened(container, beside) as (file, _):
            yield file


def partner(name: str, mine: str, other: str) -> str:
    """The name of MNIST's other file."""
    return other.join(name.rsplit(mine, 1))


def class_of(name: str) -> int | None:
    """By the folder that a picture is in."""
    return CLASSES.get(PurePath(name).parent.name)


def id_of(name: str) -> UUID | None:
    """What the picture is named by, as an export names it."""
    stem = PurePath(name).stem
    try:
        return UUID(stem) if str(UUID(stem)) == stem else None
    except ValueError:
        return None
