"""Tiles of drawn digits and non-digits, by the thousand."""

from __future__ import annotations

import numpy as np

from ml import strokes
from ml.data import Digits
from ml.networks import NOT_A_DIGIT
from ml.tile import TILE_SIDE, to_tile


def draw_tiles(digits: int, others: int, seed) -> Digits:
    """Drawn tiles uint8 (n, 28, 28), digits first, and labels; the same per seed."""
    rng = np.random.default_rng(seed)
    x = np.empty((digits + others, TILE_SIDE, TILE_SIDE), np.uint8)
    y = np.full(digits + others, NOT_A_DIGIT, np.uint8)
    y[:digits] = rng.integers(10, size=digits)
    for i, label in enumerate(y):
        if label == NOT_A_DIGIT:
            lines = strokes.not_a_digit(rng)
        else:
            lines = strokes.digit(int(label), rng)
        tile = to_tile(strokes.draw(lines, strokes.pen_width(rng)))
        x[i] = np.rint(tile * 255)
    return Digits(x, y)
