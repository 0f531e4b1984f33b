"""The four formats; each yields files of an export: (name, iterable of bytes)."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from struct import pack
from typing import IO

import numpy as np

from recognizer.exports.dataset import CHUNK, Export
from recognizer.exports.json_lines import drawing_lines
from recognizer.exports.layout import (
    ARRAYS_FILE,
    IDS_ARRAY,
    IMAGES_FILE,
    LABELS_ARRAY,
    LABELS_FILE,
    LINES_FILE,
    TILES_ARRAY,
    class_folder,
    pictures_file,
)
from recognizer.exports.zip_stream import File, zip_stream

UNSIGNED_BYTE = 0x08  # in an IDX header, before the number of dimensions
EXTENSIONS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
PICTURES = 20_000  # in one zip: its list of files takes about 1 kB of memory for each


def idx(export: Export) -> Iterator[File]:
    """MNIST's own pair, http://yann.lecun.com/exdb/mnist/: tiles, then labels."""
    with export.tiles() as tiles:
        n = export.count
        yield IMAGES_FILE, gzipped(idx_header(n, 28, 28), split_tiles(tiles))
    yield LABELS_FILE, gzipped(idx_header(n), labels(export))


def npz(export: Export) -> Iterator[File]:
    """x uint8 (n, 28, 28), y uint8 (n,) and id (n,), for numpy.load.

    Keras's mnist.npz, which ml.data.mnist.load_mnist reads, has x_train, y_train,
    x_test and y_test instead: this is one part, not split.
    """
    with export.tiles() as tiles:
        n = export.count
        ids = (str(pk).encode("utf-32-le") for pk in export.values("pk"))
        arrays = [
            (TILES_ARRAY, npy("|u1", (n, 28, 28), split_tiles(tiles))),
            (LABELS_ARRAY, npy("|u1", (n,), labels(export))),
            (IDS_ARRAY, npy("<U36", (n,), ids)),
        ]
        files = ((f"{name}.npy", chunks) for name, chunks in arrays)
        yield ARRAYS_FILE, zip_stream(files, zipfile.ZIP_DEFLATED)


def png(export: Export) -> Iterator[File]:
    """Zips of the pictures as they are kept, in a folder for each class."""
    pictures = pictures_by_class(export)
    zips = -(-export.count // PICTURES)
    for number in range(1, zips + 1):
        yield pictures_file(number, zips), zip_stream(islice(pictures, PICTURES))


def jsonl(export: Export) -> Iterator[File]:
    """One drawing a line, with its strokes, its answers and its labels' history."""
    yield LINES_FILE, drawing_lines(export)


FORMATS: dict[str, Callable[[Export], Iterator[File]]] = {
    "idx": idx,
    "npz": npz,
    "png": png,
    "jsonl": jsonl,
}


def split_tiles(tiles: IO[bytes]) -> Iterator[bytes]:
    """Each tile of the file, 784 bytes."""
    return iter(lambda: tiles.read(28 * 28), b"")


def labels(export: Export) -> Iterator[bytes]:
    """The labels, a byte each, many at a time."""
    values = export.values("label")
    while chunk := bytes(islice(values, CHUNK)):
        yield chunk


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


def pictures_by_class(export: Export) -> Iterator[File]:
    for pk, label, picture in export.values("pk", "label", "picture"):
        if read := export.read(pk, picture):
            kept, _ = read
            name = f"{class_folder(label)}/{pk}.{EXTENSIONS[kept.format]}"
            yield name, [kept.file]
