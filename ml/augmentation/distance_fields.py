"""Distance fields of tiles: what lets augmentation change the pen of a finished digit.

`edge` is the signed distance to the stroke's edge: adding to it thickens the pen.
`line` is the distance to the stroke's middle line: any pen can draw along it again.
Both are kept as bytes, a 32nd of a tile pixel a step, so that 100,000 tiles fit in
400 MB and OpenCV warps them as quickly as pictures.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

STEP = 1 / 32  # tile pixels per unit of `edge` and `line`
EDGE_ZERO = 128  # the byte of `edge` that lies on the edge
FINE = 3  # `edge` is measured on a grid three times as fine as the tile's
LINE_FINE = 2  # `line` is measured and kept on a grid twice as fine
FILLED = 1.8  # a stroke this many times its usual width: a loop was filled in


class Fields(NamedTuple):
    """Of n tiles with sides of 28 pixels."""

    edge: np.ndarray  # uint8 (n, 28, 28): 128 on the edge, more inside
    line: np.ndarray  # uint8 (n, 56, 56): 0 on the middle line, 255 at 8 px or more
    half: np.ndarray  # float32 (n,): usual distance from middle to edge, tile pixels
    filled: np.ndarray  # bool (n,): do not redraw, the middle line lost a loop


def fields(tiles: np.ndarray, chunk: int = 256) -> Fields:
    """Measure tiles uint8 (n, 28, 28), 255 ink."""
    chunks = [tiles[i : i + chunk] for i in range(0, len(tiles), chunk)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # OpenCV and numpy let go
        parts = list(pool.map(_fields, chunks))
    return Fields(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def thin(shape: np.ndarray) -> np.ndarray:
    """Reduce a uint8 picture of 0 and 1 to lines one pixel wide.

    Zhang and Suen, "A fast parallel algorithm for thinning digital patterns", CACM
    27(3), 1984: peel off edge pixels, from two sides in turn, that break no line.
    """
    import cv2

    shape, changed = shape.copy(), True
    while changed:
        changed = False
        for removable in _PEELS:
            around = cv2.filter2D(shape, -1, _AROUND, borderType=cv2.BORDER_CONSTANT)
            doomed = cv2.LUT(around, removable) & shape
            shape ^= doomed
            changed |= bool(doomed.any())
    return shape


def _fields(tiles: np.ndarray) -> Fields:
    """One column of tiles at a time: OpenCV then works on a single tall picture."""
    import cv2

    n, side = tiles.shape[:2]
    fine = _inside(tiles, FINE)
    edge = _distance(fine) - _distance(1 - fine)
    edge = cv2.resize(edge, (side, n * side), interpolation=cv2.INTER_AREA) / FINE
    coarse = _inside(tiles, LINE_FINE)
    middle = thin(coarse)
    line = _distance(1 - middle) / LINE_FINE
    depth = (_distance(coarse) * middle / LINE_FINE).reshape(n, -1)
    depth[depth == 0] = np.nan
    depth[np.isnan(depth).all(1)] = 0  # nothing there: an empty tile
    half = np.nanmedian(depth, 1)
    return Fields(
        _bytes(edge / STEP + EDGE_ZERO).reshape(tiles.shape),
        _bytes(line.clip(0, 8) / STEP).reshape(n, side * LINE_FINE, side * LINE_FINE),
        half.astype(np.float32),
        np.nanmax(depth, 1) > FILLED * half,
    )


def _inside(tiles: np.ndarray, fine: int) -> np.ndarray:
    """0 and 1, (n * 28 * fine, 28 * fine): more than half as dark as the tile gets."""
    import cv2

    n, side = tiles.shape[:2]
    darkest = tiles.reshape(n, -1).max(1).clip(1)
    even = (tiles * (255 / darkest)[:, None, None]).astype(np.uint8)
    size = (side * fine, n * side * fine)
    column = cv2.resize(even.reshape(-1, side), size, interpolation=cv2.INTER_CUBIC)
    return (column > 127).astype(np.uint8)


def _distance(shape: np.ndarray) -> np.ndarray:
    import cv2

    return cv2.distanceTransform(shape, cv2.DIST_L2, 5)


def _bytes(values: np.ndarray) -> np.ndarray:
    return np.rint(values.clip(0, 255)).astype(np.uint8)


# A pixel's eight neighbours as bits of one byte, clockwise from the one above.
_AROUND = np.array([[128, 1, 2], [64, 0, 4], [32, 16, 8]], np.float32)


def _peels() -> tuple[np.ndarray, np.ndarray]:
    """For each of the 256 surroundings: may the pixel go, in either half step?"""
    bits = np.arange(256) >> np.arange(8)[:, None] & 1
    up, right, down, left = bits[::2]
    starts = ((bits == 0) & (np.roll(bits, -1, 0) == 1)).sum(0)
    count = bits.sum(0)
    outer = (starts == 1) & (count >= 2) & (count <= 6)
    first = outer & (up * right * down == 0) & (right * down * left == 0)
    second = outer & (up * right * left == 0) & (up * down * left == 0)
    return first.astype(np.uint8), second.astype(np.uint8)


_PEELS = _peels()
