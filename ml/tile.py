"""Ink -> tile: the small square picture that a network sees."""

import numpy as np

TILE_SIDE = 28
BOX_SIDE = 20  # tile pixels along the digit's longest side, as in MNIST
EDGE = 0.3  # ink above this is drawing, below it the soft rim of a stroke


def to_tile(ink: np.ndarray) -> np.ndarray:
    """Return the tile, float32 (28, 28) in 0..1, by MNIST's rule.

    The ink's longest side becomes 20 pixels, its centre of mass the tile's centre
    (http://yann.lecun.com/exdb/mnist/).
    """
    top, bottom = _span(ink.max(axis=1))
    left, right = _span(ink.max(axis=0))
    ink = ink[top:bottom, left:right]
    step = max(ink.shape) / BOX_SIDE  # ink pixels per tile pixel
    rows = _area_weights(ink.shape[0], _start(ink.sum(axis=1), step), step)
    columns = _area_weights(ink.shape[1], _start(ink.sum(axis=0), step), step)
    tile = rows @ ink @ columns.T
    return tile / tile.max()


def to_tile75(ink: np.ndarray) -> np.ndarray:
    """Return the original network's tile, float32 (75, 75) in 0..1.

    Its rule: crop to the ink, pad 50 % of the width left and right and 20 % of the
    height above and below, resize without keeping the aspect.
    """
    top, bottom = _span(ink.max(axis=1))
    left, right = _span(ink.max(axis=0))
    ink = ink[top:bottom, left:right]
    height, width = ink.shape
    rows = _area_weights(height, -0.2 * height, 1.4 * height / 75, 75)
    columns = _area_weights(width, -0.5 * width, 2 * width / 75, 75)
    return rows @ ink @ columns.T


def _span(profile: np.ndarray) -> tuple[int, int]:
    inked = np.flatnonzero(profile > EDGE)
    return inked[0], inked[-1] + 1


def _start(mass: np.ndarray, step: float) -> float:
    """Where the tile begins, in ink pixels, so that the mass is at its centre."""
    centre = (mass * (np.arange(len(mass)) + 0.5)).sum() / mass.sum()
    spare = TILE_SIDE * step - len(mass)
    return float(np.clip(centre - TILE_SIDE / 2 * step, -spare, 0))


def _area_weights(
    size: int, start: float, step: float, count: int = TILE_SIDE
) -> np.ndarray:
    """Return (count, size): how much of each tile pixel each ink pixel covers."""
    edges = (np.arange(size + 1, dtype=np.float32) - start) / step
    before = np.clip(edges - np.arange(count, dtype=np.float32)[:, None], 0, 1)
    return np.diff(before, axis=1).astype(np.float32)
