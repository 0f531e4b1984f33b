"""Files -> sections to read; a file's kind is known by its content."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from json import detect_encoding

import numpy as np

from recognizer.exports.layout import CARD, MANIFEST
from recognizer.imports.arrays import (
    IMAGES_START,
    LABELS_START,
    MOST,
    idx_header,
    idx_labels,
    npy_labels,
    npy_tiles_header,
    npz_pairs,
    tiles_there,
)
from recognizer.imports.containers import Archive, BadFile, Container
from recognizer.imports.json_lines import find_lines, is_json_lines
from recognizer.imports.names import (
    AnyPath,
    folder_labels,
    folder_of,
    is_part,
    mnist_pair,
)
from recognizer.imports.records import Refusal
from recognizer.imports.sections import (
    DAMAGED,
    MOST_RECORDS,
    Files,
    Lines,
    Pictures,
    Section,
    Tiles,
    reason,
)
from recognizer.models import Shown

DEEPEST = 2  # a download holds zips of pictures
GZIP_START, ZIP_START = b"\x1f\x8b", b"PK\x03\x04"
PICTURE_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")
START = 1_000  # bytes that tell a file's kind: lines may begin with empty ones


def find_sections(container: Container, files: Files) -> Iterator[Section | Refusal]:
    """Sections that together have all pictures, and a refusal of each other file.

    What is packed or in a zip, and is no single picture, is unpacked into `files`.
    """
    names = container.names()
    labels = folder_labels(names)
    pictures: list[tuple[str, Shown | None]] = []
    for name in names:
        if AnyPath(name).name in (CARD, MANIFEST) or is_part(name):
            continue
        try:
            if container.is_damaged(name):
                raise BadFile("Damaged: manifest.json knows another SHA-256.")
            with unpacked(container, name) as (file, start):
                if start.startswith(PICTURE_STARTS):
                    pictures.append((name, labels.get(folder_of(name))))
                else:
                    yield from find_in_file(container, name, file, start, files)
        except DAMAGED as error:
            yield Refusal(container.title + name, reason(error))
        if len(pictures) == MOST_RECORDS:
            yield of_pictures(container, pictures)
            pictures = []
    if pictures:
        yield of_pictures(container, pictures)


def of_pictures(
    container: Container, members: list[tuple[str, Shown | None]]
) -> Section:
    return Pictures(file=container.file, title=container.title, members=members)


def find_in_file(
    container: Container, name: str, file: BufferedIOBase, start: bytes, files: Files
) -> Iterator[Section | Refusal]:
    """The sections of a file of many pictures. Raises BadFile, or others of DAMAGED."""
    title = container.title + name
    if start.startswith(LABELS_START):
        if not mnist_pair(name, container.siblings(), "images"):
            raise BadFile("Labels without their tiles.")
        return
    if start.startswith(IMAGES_START):
        n = idx_header(file)
        labels = labels_of(container, name, n)
        file.seek(0)
    elif start.startswith(ZIP_START) and container.depth == DEEPEST:
        raise BadFile("A zip in a zip in a zip.")
    elif not start.startswith(ZIP_START) and not is_json_lines(start):
        raise BadFile("Neither a picture nor IDX, .npz, zip or JSON lines.")
    is_plain = container.depth == 0 and not isinstance(file, gzip.GzipFile)
    kept = name if is_plain else files.keep(file)
    with files.open(kept) as unpacked_file:
        if start.startswith(IMAGES_START):
            yield from tile_sections(kept, title, unpacked_file, 16, n, labels)
        elif start.startswith(ZIP_START):
            archive = Archive(unpacked_file, kept, title, container.depth + 1)
            yield from find_in_zip(archive, title, files)
        else:
            yield from line_sections(kept, title, unpacked_file, start)


def find_in_zip(
    archive: Archive, title: str, files: Files
) -> Iterator[Section | Refusal]:
    """The sections of a zip, which an .npz file is too. Raises BadFile."""
    if not any(name.endswith(".npy") for name in archive.names()):
        yield from find_sections(archive, files)
        return
    for x, y in npz_pairs(archive):
        with archive.open(f"{x}.npy") as file:
            n = npy_tiles_header(file, x)
            start = file.tell()
            labels = npy_labels(archive, y, n)
            file.seek(0)
            kept = files.keep(file)
        with files.open(kept) as unpacked_file:
            yield from tile_sections(kept, title, unpacked_file, start, n, labels)


def tile_sections(
    kept: str,
    title: str,
    file: BufferedIOBase,
    start: int,
    n: int,
    labels: np.ndarray | None,
) -> Iterator[Section]:
    there = tiles_there(file, start, n)
    for first in range(0, there, MOST_RECORDS):
        count = min(MOST_RECORDS, there - first)
        part = None if labels is None else labels[first : first + count].tolist()
        yield Tiles(
            file=kept, title=title, start=start, first=first, count=count, labels=part
        )


def line_sections(
    kept: str, title: str, file: BufferedIOBase, start: bytes
) -> Iterator[Section | Refusal]:
    encoding = detect_encoding(start)
    first = count = 0
    for place, first, count in find_lines(file, encoding, MOST_RECORDS):
        yield Lines(
            file=kept,
            title=title,
            encoding=encoding,
            place=place,
            first=first,
            count=count,
        )
    if first + count > MOST:
        yield Refusal(title, f"At least {MOST:,} lines; no more are read.")


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


def labels_of(container: Container, name: str, n: int) -> np.ndarray | None:
    """The labels beside n tiles, if they are there. Raises BadFile."""
    labels = mnist_pair(name, container.siblings(), "labels")
    if labels is None:
        return None
    if container.is_damaged(labels):
        raise BadFile("Damaged: manifest.json knows another SHA-256 of the labels.")
    with unpacked(container, labels) as (file, _):
        return idx_labels(file, n)
