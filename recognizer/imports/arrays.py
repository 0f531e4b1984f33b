"""Tiles from MNIST's IDX files and from .npz, one by one."""

from collections.abc import Iterator
from io import BufferedIOBase
from struct import unpack

import numpy as np

from ml.preprocessing.tile import TILE_SIDE
from recognizer.exports.layout import LABELS_ARRAY, TILES_ARRAY
from recognizer.imports.containers import Archive, BadFile
from recognizer.models import Digit

IMAGES_START, LABELS_START = b"\0\0\x08\x03", b"\0\0\x08\x01"  # of such IDX files
MOST = 2_000_000  # drawings in one file: a bomb would go on for ever
SHAPE = (TILE_SIDE, TILE_SIDE)
# The names of tiles and labels: ours, and Keras's.
PAIRS = [(TILES_ARRAY, LABELS_ARRAY), ("x_train", "y_train"), ("x_test", "y_test")]
LARGEST_HEADER = 10_000  # bytes, of an .npy file

LabelledTile = tuple[np.ndarray, int | None]  # uint8 (28, 28), 255 ink; the label


def idx_tiles(
    images: BufferedIOBase, labels: BufferedIOBase | None
) -> Iterator[LabelledTile]:
    """Raises BadFile where the two do not fit, or end too early."""
    n, *shape = unpack(">III", read_exactly(images, 16)[4:])
    check_shape((n, *shape))
    digits = None
    if labels:
        start, count = unpack(">4sI", read_exactly(labels, 8))
        if (start, count) != (LABELS_START, n):
            raise BadFile(f"Expected {n:,} labels of as many tiles, got {count:,}.")
        digits = check_labels(np.frombuffer(read_exactly(labels, n), np.uint8))
    yield from read_tiles(images, n, digits)


def npz_tiles(archive: Archive) -> Iterator[LabelledTile]:
    """Raises BadFile where there is no array of tiles, or its labels do not fit."""
    pairs = [(x, y) for x, y in PAIRS if f"{x}.npy" in archive]
    if not pairs:
        raise BadFile("Expected the array x, or x_train and x_test, in the .npz.")
    for x, y in pairs:
        with archive.open(f"{x}.npy") as file:
            shape, dtype = npy_header(file)
            check_shape(shape)
            if dtype != np.uint8:
                raise BadFile(f"Expected {x} of uint8, got {dtype}.")
            yield from read_tiles(file, shape[0], npy_labels(archive, y, shape[0]))


def npy_labels(archive: Archive, name: str, n: int) -> np.ndarray | None:
    """The array of n labels, if it is there. Raises BadFile."""
    if f"{name}.npy" not in archive:
        return None
    with archive.open(f"{name}.npy") as file:
        shape, dtype = npy_header(file)
        if shape != (n,) or dtype.kind not in "iu":
            raise BadFile(f"Expected {name} ({n},) of integers, got {shape} {dtype}.")
        labels = np.frombuffer(read_exactly(file, n * dtype.itemsize), dtype)
    return check_labels(labels)


def npy_header(file: BufferedIOBase) -> tuple[tuple[int, ...], np.dtype]:
    """Shape and dtype; the data follow. Nothing of it is ever unpickled."""
    readers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    read_header = readers.get(np.lib.format.read_magic(file))
    if not read_header:
        raise BadFile("An .npy file of an unknown version.")
    shape, by_column, dtype = read_header(file, max_header_size=LARGEST_HEADER)
    if by_column and len(shape) > 1:
        raise BadFile("Expected an array in C order, got one in Fortran's.")
    return shape, dtype


def read_tiles(
    file: BufferedIOBase, n: int, labels: np.ndarray | None
) -> Iterator[LabelledTile]:
    for row in range(n):
        pixels = np.frombuffer(read_exactly(file, TILE_SIDE**2), np.uint8)
        label = None if labels is None else int(labels[row])
        yield pixels.reshape(SHAPE), label


def check_labels(labels: np.ndarray) -> np.ndarray:
    """Raises BadFile before a tile is read: letters from 10 on are no digits below."""
    wrong = labels[~np.isin(labels, Digit.values)]
    if wrong.size:
        raise BadFile(f"Expected labels 0 to 10, got {wrong[0]}.")
    return labels


def check_shape(shape: tuple[int, ...]) -> None:
    if len(shape) != 3 or tuple(shape[1:]) != SHAPE:
        raise BadFile(f"Expected tiles (n, 28, 28), got {tuple(shape)}.")
    if shape[0] > MOST:
        raise BadFile(f"More than {MOST:,} tiles in one file.")


def read_exactly(file: BufferedIOBase, size: int) -> bytes:
    """Read that many bytes. Raises BadFile where the file has fewer."""
    data = file.read(size)
    if len(data) < size:
        raise BadFile("The file ends too early.")
    return data
