"""The four formats; each makes records into files: (name, iterable of bytes)."""

import base64
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from struct import pack
from tempfile import TemporaryFile
from typing import IO

import numpy as np

from recognizer.exports.layout import (
    ARRAYS_FILE,
    IDS_ARRAY,
    IMAGES_FILE,
    LABELS_ARRAY,
    LABELS_FILE,
    LINES_FILE,
    TILES_ARRAY,
    class_folder,
    part_file,
    pictures_file,
)
from recognizer.exports.records import Record
from recognizer.exports.zip_stream import File, zip_stream

Arrays = tuple[int, Iterator[bytes], Iterator[bytes], Iterator[bytes]]

UNSIGNED_BYTE = 0x08  # in an IDX header, before the number of dimensions
EXTENSIONS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
BLOCK = 64 * 1024  # bytes read at a time
# Drawings in one zip, whose list of files takes about 1 kB of memory for each. With the
# digits of numbers these are 13 files of a drawing at most: an import takes 200,000.
PICTURES = 15_000


def idx(records: Iterator[Record], most: int) -> Iterator[File]:
    """MNIST's own pair, http://yann.lecun.com/exdb/mnist/: tiles, then labels."""
    with arrays_of(records) as (n, tiles, labels, _ids):
        yield IMAGES_FILE, gzipped(idx_header(n, 28, 28), tiles)
        yield LABELS_FILE, gzipped(idx_header(n), labels)


def npz(records: Iterator[Record], most: int) -> Iterator[File]:
    """x uint8 (n, 28, 28), y uint8 (n,) and id (n,), for numpy.load.

    Keras's mnist.npz, which ml.data.mnist.load_mnist reads, has x_train, y_train,
    x_test and y_test instead: this is one part, not split.
    """
    with arrays_of(records) as (n, tiles, labels, ids):
        arrays = [
            (TILES_ARRAY, npy("|u1", (n, 28, 28), tiles)),
            (LABELS_ARRAY, npy("|u1", (n,), labels)),
            (IDS_ARRAY, npy("<U36", (n,), ids)),
        ]
        files = ((f"{name}.npy", chunks) for name, chunks in arrays)
        yield ARRAYS_FILE, zip_stream(files, zipfile.ZIP_DEFLATED)


def png(records: Iterator[Record], most: int) -> Iterator[File]:
    """Zips of the pictures as they are kept, in a folder for each label.

    And each digit of a number as a picture of its own, in a folder for each class.
    """
    zips = -(-most // PICTURES)
    for number in range(1, zips + 1):
        files = chain.from_iterable(map(picture_files, islice(records, PICTURES)))
        yield pictures_file(number, zips), zip_stream(files)


def jsonl(records: Iterator[Record], most: int) -> Iterator[File]:
    """One drawing a line, with its strokes, its answers and its labels' history."""
    yield LINES_FILE, (record.content for record in records)


# A format's files, of its records and of how many these are at most.
FORMATS: dict[str, Callable[[Iterator[Record], int], Iterator[File]]] = {
    "idx": idx,
    "npz": npz,
    "png": png,
    "jsonl": jsonl,
}
TITLES = {
    "idx": "MNIST's form (IDX)",
    "npz": "NumPy (.npz)",
    "png": "pictures by class",
    "jsonl": "JSON lines",
}


@contextmanager
def arrays_of(records: Iterable[Record]) -> Iterator[Arrays]:
    """How many records there are, and each one's tile, label and id.

    All are read before the first is written, since a header says how many follow.
    """
    with TemporaryFile() as tiles, TemporaryFile() as labels, TemporaryFile() as ids:
        for record in records:
            tiles.write(record.content)
            assert isinstance(record.label, int)  # its plan lists no numbers
            labels.write(bytes([record.label]))
            ids.write(str(record.pk).encode("utf-32-le"))
        yield labels.tell(), blocks(tiles), blocks(labels), blocks(ids)


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """What was written into the file, a little at a time."""
    file.seek(0)
    return iter(lambda: file.read(BLOCK), b"")


def idx_header(*shape: int) -> bytes:
    return bytes([0, 0, UNSIGNED_BYTE, len(shape)]) + pack(f">{len(shape)}I", *shape)


def gzipped(header: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes make the same file: no date, no name."""
    packer = zlib.compressobj(wbits=31)  # 31: as gzip does
    yield packer.compress(header)
    for chunk in chunks:
        yield packer.compress(chunk)
    yield packer.flush()


def npy(dtype: str, shape: tuple[int, ...], chunks: Iterable[bytes]) -> Iterator[bytes]:
    """An .npy file: https://numpy.org/doc/stable/reference/generated/numpy.lib.format"""
    header = {"descr": dtype, "fortran_order": False, "shape": shape}
    start = io.BytesIO()
    np.lib.format.write_array_header_1_0(start, header)
    yield start.getvalue()
    yield from chunks


def picture_files(record: Record) -> Iterator[File]:
    """The drawing's picture, and those of its digits where it is a number."""
    ending = EXTENSIONS[record.picture_format]
    yield f"{class_folder(record.label)}/{record.pk}.{ending}", [record.content]
    for place, part in enumerate(record.parts, start=1):
        name = part_file(part["digit"], record.pk, place)
        yield name, [base64.b64decode(part["ink"])]
