"""Files -> pictures with their labels; a file's kind is known by its content."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from json import detect_encoding
from uuid import UUID

from django.conf import settings

from ml.preprocessing.tile import from_bytes
from recognizer.drawings.fingerprints import hash_of_tile
from recognizer.drawings.tile_images import tile_png
from recognizer.exports.layout import CARD, MANIFEST
from recognizer.imports.arrays import (
    IMAGES_START,
    LABELS_START,
    LabelledTile,
    idx_tiles,
    npz_tiles,
)
from recognizer.imports.containers import Archive, BadFile, Container
from recognizer.imports.json_lines import is_json_lines, read_lines
from recognizer.imports.names import AnyPath, folder_labels, folder_of, mnist_pair
from recognizer.imports.records import ImportedPicture, Record, Refusal

DEEPEST = 2  # a download holds zips of pictures
GZIP_START, ZIP_START = b"\x1f\x8b", b"PK\x03\x04"
PICTURE_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")
DAMAGED = (OSError, EOFError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile)
START = 1_000  # bytes that tell a file's kind: lines may begin with empty ones


def read(container: Container) -> Iterator[Record]:
    """All pictures of a container, one by one, and a refusal of each other file."""
    names = container.names()
    labels = folder_labels(names)
    for name in names:
        if AnyPath(name).name in (CARD, MANIFEST):
            continue
        try:
            if container.is_damaged(name):
                raise BadFile("Damaged: manifest.json knows another SHA-256.")
            yield from read_file(container, name, labels.get(folder_of(name)))
        except DAMAGED as error:
            yield Refusal(container.title + name, reason(error))


def reason(error: Exception) -> str:
    if isinstance(error, BadFile):
        return str(error)
    return getattr(error, "strerror", None) or f"Damaged: {error}"


def read_file(container: Container, name: str, label: int | None) -> Iterator[Record]:
    """One file's pictures; a picture has its folder's `label`.

    Raises BadFile, or another of DAMAGED.
    """
    title = container.title + name
    with unpacked(container, name) as (file, start):
        if start.startswith(PICTURE_STARTS):
            picture = file.read(settings.MAX_PICTURE_BYTES + 1)
            source = container.title + folder_of(folder_of(name))
            yield ImportedPicture(title, picture, label, id_of(name), source=source)
        elif start.startswith(ZIP_START):
            yield from read_zip(file, title, container.depth + 1)
        elif start.startswith(IMAGES_START):
            with labels_of(container, name) as labels:
                yield from tile_pictures(title, idx_tiles(file, labels))
        elif start.startswith(LABELS_START):
            if not mnist_pair(name, container.siblings(), "images"):
                raise BadFile("Labels without their tiles.")
        elif is_json_lines(start):
            yield from read_lines(title, file, detect_encoding(start))
        else:
            raise BadFile("Neither a picture nor IDX, .npz, zip or JSON lines.")


@contextmanager
def unpacked(container: Container, name: str) -> Iterator[tuple[BufferedIOBase, bytes]]:
    """A file, unpacked if it is gzipped, and its first bytes."""
    with container.open(name) as file:
        if file.read(2) == GZIP_START:
            file.seek(0)
            file = gzip.GzipFile(fileobj=file)
        file.seek(0)
        start = file.read(START)
        file.seek(0)
        yield file, start


def read_zip(file: BufferedIOBase, title: str, depth: int) -> Iterator[Record]:
    """The pictures in a zip, which an .npz file is too. Raises BadFile."""
    if depth > DEEPEST:
        raise BadFile("A zip in a zip in a zip.")
    archive = Archive(file, title, depth)
    if any(name.endswith(".npy") for name in archive.names()):
        yield from tile_pictures(title, npz_tiles(archive))
    else:
        yield from read(archive)


def tile_pictures(
    title: str, tiles: Iterator[LabelledTile]
) -> Iterator[ImportedPicture]:
    """Each tile as a picture that looks like it, known by the tile's own hash."""
    for number, (tile, label) in enumerate(tiles):
        picture = tile_png(from_bytes(tile))
        tile_hash = hash_of_tile(tile)
        place = f"{title}[{number}]"
        yield ImportedPicture(place, picture, label, tile_hash=tile_hash, source=title)


@contextmanager
def labels_of(container: Container, name: str) -> Iterator[BufferedIOBase | None]:
    """The labels beside the tiles, if they are there."""
    labels = mnist_pair(name, container.siblings(), "labels")
    if labels is None:
        yield None
    elif container.is_damaged(labels):
        raise BadFile("Damaged: manifest.json knows another SHA-256 of the labels.")
    else:
        with unpacked(container, labels) as (file, _):
            yield file


def id_of(name: str) -> UUID | None:
    """The drawing's id where the picture is named by it, as in an export."""
    stem = AnyPath(name).stem
    try:
        return UUID(stem) if str(UUID(stem)) == stem else None
    except ValueError:
        return None
