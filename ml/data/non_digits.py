"""Drawings that are no digits, made by code: scribbles, letters, signs, numbers.

Drawn digits and the drawing itself are in `ml.data.strokes`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from ml.data.glyphs import SIGNS
from ml.data.hershey import letters
from ml.data.strokes import Strokes, choose, digit, in_some_hand, write


def not_a_digit(rng: Generator, pens: Sequence[Strokes] = ()) -> Strokes:
    """One drawing that nobody would call a digit.

    Numbers and crossed-out digits are made of people's `pens` too, where there are any.
    """
    make = choose(KINDS, rng)
    return make(rng, pens) if make in MADE_OF_DIGITS else make(rng)


def scribble(rng: Generator) -> Strokes:
    """A tangle: a sum of slow and quick swings in both directions."""
    t = np.linspace(0, 1, 150)[:, None]
    waves = np.arange(1, rng.integers(5, 10))
    swing = rng.normal(size=(len(waves), 2)) / waves[:, None] ** rng.uniform(0.1, 0.6)
    turns = 2 * np.pi * (t[:, :, None] * waves + rng.random((1, 2, len(waves))))
    return [(np.sin(turns) * swing.T).sum(-1)]


def dots(rng: Generator) -> Strokes:
    """One dot, mostly; or a few."""
    count = 1 if rng.random() < 0.6 else rng.integers(2, 6)
    tap = np.array([[0, 0], [1e-4, 1e-4]])  # OpenCV draws no line of length zero
    return [place + tap for place in rng.random((count, 1, 2))]


def flat_line(rng: Generator) -> Strokes:
    """A lying line, straight or bent: a standing one would be a 1."""
    x = np.linspace(0, 1, 16)
    y = x * rng.uniform(-0.3, 0.3) + rng.uniform(-0.15, 0.15) * np.sin(np.pi * x)
    return [np.stack([x, y + rng.normal(0, 0.008, 16)], 1)]


def shading(rng: Generator) -> Strokes:
    """Zigzags of four turns to thirty, in any direction, sometimes twice."""
    strokes = []
    for _ in range(rng.integers(1, 3)):
        count = int(rng.integers(6, 32))
        line = np.stack([np.arange(count) % 2, np.linspace(0, 1, count)], 1)
        line = line * [rng.uniform(0.3, 1.2), 1] + rng.normal(0, 0.03, (count, 2))
        angle = rng.uniform(0, np.pi)
        cos, sin = np.cos(angle), np.sin(angle)
        strokes.append(line @ np.array([[cos, -sin], [sin, cos]]))
    return strokes


def _sign(rng: Generator) -> Strokes:
    return write(choose(SIGNS, rng), rng)


def _letter(rng: Generator) -> Strokes:
    return in_some_hand(list(choose(letters(), rng)), rng)


def _any_digit(rng: Generator, pens: Sequence[Strokes]) -> Strokes:
    """By code or by a person; a 1 more often: it is easily overlooked in a number."""
    if len(pens) and rng.random() < 0.5:
        strokes = choose(pens, rng)
        points = np.concatenate(strokes)
        size = max(float(np.ptp(points, axis=0).max()), 1e-9)
        return [(stroke - points.min(0)) / size for stroke in strokes]
    return digit(1 if rng.random() < 0.25 else int(rng.integers(10)), rng)


def _number(rng: Generator, pens: Sequence[Strokes]) -> Strokes:
    """Two to four digits side by side, sometimes touching."""
    number: Strokes = []
    right = 0.0
    for _ in range(rng.choice([2, 2, 2, 2, 3, 3, 4])):
        strokes, size = _any_digit(rng, pens), rng.uniform(0.7, 1)
        left = np.concatenate(strokes)[:, 0].min() * size
        shift = [right - left, rng.normal(0, 0.06)]
        strokes = [stroke * size + shift for stroke in strokes]
        right = np.concatenate(strokes)[:, 0].max() + rng.uniform(-0.02, 0.35)
        number += strokes
    return number


def _crossed(rng: Generator, pens: Sequence[Strokes]) -> Strokes:
    """A digit that somebody struck out."""
    line = scribble(rng)[0] if rng.random() < 0.4 else shading(rng)[0]
    line = (line - line.min(0)) / np.ptp(line, axis=0) * [0.7, 1.0]
    return [*_any_digit(rng, pens), line]


KINDS = (  # as often as they stand here: letters are the hardest to tell from digits
    *(scribble, dots, flat_line, shading, _crossed),
    *(_letter, _letter, _letter, _letter, _sign, _sign, _sign, _sign),
    *(_number, _number, _number),
)
MADE_OF_DIGITS = (_crossed, _number)
