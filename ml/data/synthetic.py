"""Tiles of drawn digits, non-digits and pen trajectories, by the thousand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.random import Generator

from ml.data.mnist import Digits
from ml.data.non_digits import not_a_digit
from ml.data.stroke_variation import pressure, vary
from ml.data.strokes import Strokes, digit, draw, pen_width
from ml.data.unipen import Trajectory
from ml.inference.networks import NOT_A_DIGIT
from ml.preprocessing.tile import TILE_SIDE, to_bytes, to_tile

PLAIN_PEN = 1 / 15  # of the longest side: 16 pixels on a digit of 240
PRESSED = 0.3  # of drawings: the pen's width follows its pressure


def draw_tiles(
    digits: int, others: int, seed: int, pens: Sequence[Trajectory] = ()
) -> Digits:
    """Drawn tiles uint8 (n, 28, 28), digits first, and labels; the same per seed.

    Non-digits that are made of digits are made of `pens` too.
    """
    people = [pen.strokes for pen in pens]
    rng = np.random.default_rng(seed)
    y = np.full(digits + others, NOT_A_DIGIT, np.uint8)
    y[:digits] = rng.integers(10, size=digits)
    drawings = (
        not_a_digit(rng, people) if label == NOT_A_DIGIT else digit(int(label), rng)
        for label in y
    )
    return Digits(_tiles(drawings, len(y), rng), y)


def redraw_tiles(pens: list[Trajectory], times: int, seed: int) -> Digits:
    """Each trajectory drawn again by other hands and pens: uint8 (n * times, 28, 28)."""
    rng = np.random.default_rng(seed)
    repeated = pens * times
    y = np.array([pen.label for pen in repeated], np.uint8)
    drawings = (vary(pen.strokes, rng) for pen in repeated)
    return Digits(_tiles(drawings, len(y), rng), y)


def plain_tiles(pens: Sequence[Trajectory]) -> Digits:
    """Each trajectory as it was written, with a plain pen, uint8 (n, 28, 28)."""
    x = [to_bytes(to_tile(draw(pen.strokes, PLAIN_PEN))) for pen in pens]
    return Digits(
        np.array(x, np.uint8), np.array([pen.label for pen in pens], np.uint8)
    )


def _tiles(drawings: Iterable[Strokes], count: int, rng: Generator) -> np.ndarray:
    x = np.empty((count, TILE_SIDE, TILE_SIDE), np.uint8)
    for i, strokes in enumerate(drawings):
        strokes = _sampled(strokes, rng)
        pressures = None
        if rng.random() < PRESSED:
            pressures = [pressure(len(stroke), rng) for stroke in strokes]
        x[i] = to_bytes(to_tile(draw(strokes, pen_width(rng), pressures)))
    return x


def _sampled(strokes: Strokes, rng: Generator) -> Strokes:
    """Half the time as a slow device sends it: few points a stroke, so angular."""
    if rng.random() < 0.5:
        return strokes
    points = rng.integers(6, 20)
    return [
        np.concatenate([stroke[: -1 : -(-len(stroke) // points)], stroke[-1:]])
        for stroke in strokes
    ]
