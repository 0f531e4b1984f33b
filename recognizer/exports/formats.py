"""The four formats; each yields files of an export: (name, iterable of bytes)."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from struct import pack

import numpy as np
from django.utils.text import slugify

from recognizer.exports.dataset import CHUNK, Export
from recognizer.exports.json_lines import lines
from recognizer.exports.zip_stream import File, zip_stream
from recognizer.models import Digit

IMAGES, LABELS = "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"
UNSIGNED_BYTE = 0x08  # in an IDX header, before the number of dimensions
PICTURES = 20_000  # in one zip: its list of files takes about 1 kB of memory for each


def idx(export: Export) -> Iterator[File]:
    """MNIST's own pair, http://yann.lecun.com/exdb/mnist/: tiles, then labels."""
    n = export.count
    yield IMAGES, gzipped(idx_header(n, 28, 28), export.tiles())
    yield LABELS, gzipped(idx_header(n), labels(export))


def npz(export: Export) -> Iterator[File]:
    """x uint8 (n, 28, 28), y uint8 (n,) and id (n,), for numpy.load.

    Keras's mnist.npz, which ml.data.mnist.load_mnist reads, has x_train, y_train,
    x_test and y_test instead: this is one part, not split.
    """
    n = export.count
    ids = (str(pk).encode("utf-32-le") for pk in export.values("pk"))
    arrays = [
        ("x.npy", with_header("|u1", (n, 28, 28), export.tiles())),
        ("y.npy", with_header("|u1", (n,), labels(export))),
        ("id.npy", with_header("<U36", (n,), ids)),
    ]
    yield "drawings.npz", zip_stream(arrays, zipfile.ZIP_DEFLATED)


def png(export: Export) -> Iterator[File]:
    """Zips of the pictures as they are kept, in a folder for each class."""
    pictures = by_class(export)
    parts = -(-export.count // PICTURES)
    for part in range(1, parts + 1):
        name = "pictures.zip" if parts == 1 else f"pictures-{part:04}.zip"
        yield name, zip_stream(islice(pictures, PICTURES))


def jsonl(export: Export) -> Iterator[File]:
    """One drawing a line, with its strokes, its answers and its labels' history."""
    yield "drawings.jsonl", lines(export)


FORMATS = {"idx": idx, "npz": npz, "png": png, "jsonl": jsonl}


def labels(export: Export) -> Iterator[bytes]:
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


def with_header(dtype: str, shape: tuple, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """An .npy file: https://numpy.org/doc/stable/reference/generated/numpy.lib.format"""
    header = {"descr": dtype, "fortran_order": False, "shape": shape}
    start = io.BytesIO()
    np.lib.format.write_array_header_1_0(start, header)
    yield start.getvalue()
    yield from chunks


def by_class(export: Export) -> Iterator[File]:
    for pk, label, picture in export.values("pk", "label", "picture"):
        picture = bytes(picture)
        yield f"{folder_of(label)}/{pk}.{extension(picture)}", [picture]
        export.tick()


def folder_of(label: int) -> str:
    is_digit = label != Digit.NOT_A_DIGIT
    return str(label) if is_digit else slugify(Digit.NOT_A_DIGIT.label)


def extension(picture: bytes) -> str:
    """Of a picture that was accepted: it is one of three kinds."""
    kinds = {b"\x89PNG": "png", b"RIFF": "webp"}
    return kinds.get(picture[:4], "jpg")
