"""Tiles and labels from MNIST's IDX files and from .npz."""

from collections.abc import Iterable, Iterator, Sequence
from io import SEEK_END, BufferedIOBase
from struct import unpack

import numpy as np

from ml.preprocessing.tile import TILE_SIDE, from_bytes
from recognizer.drawings.fingerprints import hash_of_tile
from recognizer.drawings.tile_images import tile_png
from recognizer.exports.layout import LABELS_ARRAY, TILES_ARRAY
from recognizer.imports.containers import Archive, BadFile
from recognizer.imports.records import ImportedPicture
from recognizer.models import Digit

IMAGES_START, LABELS_START = b"\0\0\x08\x03", b"\0\0\x08\x01"  # of such IDX files
MOST = 2_000_000  # drawings in one file: a bomb would go on for ever
SHAPE = (TILE_SIDE, TILE_SIDE)
TILE_BYTES = TILE_SIDE**2
# The names of tiles and labels: ours, and Keras's.
PAIRS = [(TILES_ARRAY, LABELS_ARRAY), ("x_train", "y_train"), ("x_test", "y_test")]
LARGEST_HEADER = 10_000  # bytes, of an .npy file


def idx_header(images: BufferedIOBase) -> int:
    """How many tiles follow, as the file says. Raises BadFile."""
    shape = unpack(">III", read_exactly(images, 16)[4:])
    check_shape(shape)
    return shape[0]


def idx_labels(file: BufferedIOBase, n: int) -> np.ndarray:
    """The labels of n tiles. Raises BadFile."""
    start, count = unpack(">4sI", read_exactly(file, 8))
    if (start, count) != (LABELS_START, n):
        raise BadFile(f"Expected {n:,} labels of as many tiles, got {count:,}.")
    return check_labels(np.frombuffer(read_exactly(file, n), np.uint8))


def npz_pairs(archive: Archive) -> list[tuple[str, str]]:
    """The names of the arrays of tiles, each with that of its labels.

    Raises BadFile where there is none.
    """
    pairs = [(x, y) for x, y in PAIRS if f"{x}.npy" in archive]
    if not pairs:
        raise BadFile("Expected the array x, or x_train and x_test, in the .npz.")
    return pairs


def npy_tiles_header(file: BufferedIOBase, name: str) -> int:
    """How many tiles follow in an .npy file, as it says. Raises BadFile."""
    shape, dtype = npy_header(file)
    check_shape(shape)
    if dtype != np.uint8:
        raise BadFile(f"Expected {name} of uint8, got {dtype}.")
    return shape[0]


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
    file: BufferedIOBase, start: int, first: int, count: int
) -> Iterator[np.ndarray]:
    """Tiles from the one of that number on, of those that begin at byte `start`.

    uint8 (28, 28), 255 ink. Raises BadFile where the file ends too early.
    """
    file.seek(start + first * TILE_BYTES)
    for _ in range(count):
        pixels = np.frombuffer(read_exactly(file, TILE_BYTES), np.uint8)
        yield pixels.reshape(SHAPE)


def tile_pictures(
    title: str, first: int, tiles: Iterable[np.ndarray], labels: Sequence[int] | None
) -> Iterator[ImportedPicture]:
    """Each tile as a picture that looks like it, known by the tile's own hash."""
    for row, tile in enumerate(tiles):
        yield ImportedPicture(
            name=f"{title}[{first + row}]",
            picture=tile_png(from_bytes(tile)),
            label=labels[row] if labels else None,
            tile_hash=hash_of_tile(tile),
            source=title,
        )


def tiles_there(file: BufferedIOBase, start: int, n: int) -> int:
    """How many of n tiles to read: the first that the file lacks is the last one."""
    size = file.seek(0, SEEK_END) - start
    return min(n, size // TILE_BYTES + 1)


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
