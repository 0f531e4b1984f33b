"""Tiles of drawn digits, non-digits and pen trajectories, by the thousand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.random import Generator

from ml.data.mnist import Digits
from ml.data.non_digits import not_a_digit
from ml.data.stroke_variation import pressure, vary
from ml.data.strokes import Strokes, digit, draw, pen_width
from ml.data.unipen import Trajectory
from ml.inference.networks import NOT_A_DIGIT
from ml.inference.workers import Worker, work
from ml.preprocessing.tile import TILE_SIDE, to_bytes, to_tile

PLAIN_PEN = 1 / 15  # of the longest side: 16 pixels on a digit of 240
CHUNK = 2_000  # drawings that a process takes at a time
PRESSED = 0.3  # of drawings: the pen's width follows its pressure


def draw_tiles(
    digits: int, others: int, seed: int, pens: Sequence[Trajectory] = ()
) -> Digits:
    """Drawn tiles uint8 (n, 28, 28), digits first, and labels; the same per seed.

    Non-digits that are made of digits are made of `pens` too.
    """
    y = np.full(digits + others, NOT_A_DIGIT, np.uint8)
    y[:digits] = np.random.default_rng(seed).integers(10, size=digits)
    people = [pen.strokes for pen in pens]
    return Digits(_tiles(partial(_Draw, people), y.tolist(), seed), y)


def redraw_tiles(pens: Sequence[Trajectory], times: int, seed: int) -> Digits:
    """Each trajectory drawn again in some hand, uint8 (n * times, 28, 28)."""
    repeated = [*pens] * times
    y = np.array([pen.label for pen in repeated], np.uint8)
    return Digits(_tiles(_Redraw, [pen.strokes for pen in repeated], seed), y)


def plain_tiles(pens: Sequence[Trajectory], width: float = PLAIN_PEN) -> Digits:
    """Each trajectory as it was written, with a pen of one width: uint8 (n, 28, 28).

    `width` is a share of the drawing's longest side.
    """
    x = [to_bytes(to_tile(draw(pen.strokes, width))) for pen in pens]
    x = np.array(x, np.uint8).reshape(-1, TILE_SIDE, TILE_SIDE)
    return Digits(x, np.array([pen.label for pen in pens], np.uint8))


class _Draw:
    """Draws digits by their labels, and what is none."""

    def __init__(self, people: Sequence[Strokes]):
        self.people = people

    def __call__(self, job: tuple[Sequence, list[int]]) -> np.ndarray:
        labels, seed = job
        rng = np.random.default_rng(seed)
        drawings = (
            not_a_digit(rng, self.people) if label == NOT_A_DIGIT else digit(label, rng)
            for label in labels
        )
        return np.stack([_tile(strokes, rng) for strokes in drawings])


class _Redraw:
    """Draws people's strokes again."""

    def __call__(self, job: tuple[Sequence, list[int]]) -> np.ndarray:
        drawings, seed = job
        rng = np.random.default_rng(seed)
        return np.stack([_tile(vary(strokes, rng), rng) for strokes in drawings])


def _tiles(make_worker: Callable[[], Worker], what: Sequence, seed: int) -> np.ndarray:
    """The tiles of all that is to be drawn, uint8 (n, 28, 28), on all cores.

    Every chunk has random numbers of its own, so that it does not matter who draws it.
    """
    starts = range(0, len(what), CHUNK)
    jobs = [(what[start : start + CHUNK], [seed, start]) for start in starts]
    workers = None if len(jobs) > 1 else 1  # processes take a second to start
    drawn = [*work(make_worker, jobs, workers)]
    return np.concatenate([np.empty((0, TILE_SIDE, TILE_SIDE), np.uint8), *drawn])


def _tile(strokes: Strokes, rng: Generator) -> np.ndarray:
    """Drawn with any pen, on a quick device or a slow one."""
    strokes = _sampled(strokes, rng)
    pressures = None
    if rng.random() < PRESSED:
        pressures = [pressure(len(stroke), rng) for stroke in strokes]
    return to_bytes(to_tile(draw(strokes, pen_width(rng), pressures)))


def _sampled(strokes: Strokes, rng: Generator) -> Strokes:
    """Half the time as a slow device sends it: few points a stroke, so angular."""
    if rng.random() < 0.5:
        return strokes
    points = rng.integers(6, 20)
    return [
        np.concatenate([stroke[: -1 : -(-len(stroke) // points)], stroke[-1:]])
        for stroke in strokes
    ]
