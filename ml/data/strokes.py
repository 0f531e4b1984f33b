"""Drawn digits and drawn non-digits, made by code: no third party's data.

A drawing is a list of strokes, a stroke a float array (n, 2) of x, y with y down, in
units of the digit's height. `draw` turns strokes into ink as a canvas does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.random import Generator

from ml.data.glyphs import PLAIN, SIGNS, STYLES, Glyph
from ml.data.hershey import letters

Strokes = list[np.ndarray]

JITTER = 0.045  # heights, per point: more and loops fall apart
STYLE_SHARE = 0.7  # of drawn digits are in a style that MNIST lacks
PAGE = 112  # pixels of the longest side when drawn: four per tile pixel
BITS = 4  # fractional bits of OpenCV's coordinates


def digit(label: int, rng: Generator) -> Strokes:
    """One digit in some hand."""
    styles = STYLES if rng.random() < STYLE_SHARE else PLAIN
    return write(_choose(styles[label], rng), rng)


def not_a_digit(rng: Generator, pens: Sequence[Strokes] = ()) -> Strokes:
    """One drawing that nobody would call a digit.

    Numbers and crossed-out digits are made of people's `pens` too, where there are any.
    """
    make = _choose(OTHERS, rng)
    return make(rng, pens) if make in OF_DIGITS else make(rng)


def draw(strokes: Strokes, width: float) -> np.ndarray:
    """Ink float32 (height, width), 0..1: round pen, antialiased.

    `width` is the pen's, as a share of the drawing's longest side; two pixels at least.
    """
    import cv2

    points = np.concatenate(strokes)
    low, span = points.min(0), max(float(np.ptp(points, axis=0).max()), 0.01)
    pen = max(2, round(width * PAGE))
    edge = pen / 2 + 2
    height, breadth = np.ceil((points.max(0) - low) / span * PAGE + 2 * edge)[::-1]
    page = np.zeros((int(height), int(breadth)), np.uint8)
    for stroke in strokes:
        line = (stroke - low) / span * PAGE + edge
        line = np.rint(line * 2**BITS).astype(np.int32)
        cv2.polylines(page, [line], False, 255, pen, cv2.LINE_AA, BITS)
    return page.astype(np.float32) / 255


def pen_width(rng: Generator) -> float:
    """From a hair to a marker: 3 to 45 pixels on a digit of 240."""
    return float(np.exp(rng.uniform(np.log(0.0125), np.log(0.19))))


def _choose(among, rng: Generator):
    return among[rng.integers(len(among))]


def write(glyph: Glyph, rng: Generator) -> Strokes:
    """A glyph in some hand, its points moved a little."""
    detail = int(rng.integers(2, 9))  # points a segment: slow devices send few
    return in_some_hand([_pen(stroke, detail, rng) for stroke in glyph], rng)


def in_some_hand(strokes: Strokes, rng: Generator) -> Strokes:
    """Slanted, stretched and turned as one."""
    angle, slant = np.deg2rad(rng.normal(0, 6)), rng.normal(0, 0.15)
    cos, sin = np.cos(angle), np.sin(angle)
    stretch = np.diag([np.exp(rng.uniform(-0.4, 0.35)), 1.0])
    hand = np.array([[cos, -sin], [sin, cos]]) @ [[1, -slant], [0, 1]] @ stretch
    return [stroke @ hand.T for stroke in strokes]


def _pen(text: str, detail: int, rng: Generator) -> np.ndarray:
    """One stroke's text as a jittered curve through its points."""
    words = text.split()
    points = np.array([word.rstrip("!").split(",") for word in words], float) / 100
    points += rng.normal(0, JITTER, points.shape)
    ends = [0, *(i for i, word in enumerate(words) if word[-1] == "!"), len(words) - 1]
    pieces = [_curve(points[a : b + 1], detail) for a, b in pairwise(ends)]
    return np.concatenate(pieces)


def _curve(points: np.ndarray, detail: int) -> np.ndarray:
    """Catmull-Rom spline through the points, `detail` places a segment."""
    if len(points) == 2:
        return points
    around = np.concatenate([points[:1], points, points[-1:]])
    a, b, c, d = (around[i : len(around) - 3 + i, None] for i in range(4))
    t = np.linspace(0, 1, detail, endpoint=False)[None, :, None]
    curve = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
    curve = (curve + (3 * b - a - 3 * c + d) * t**3) / 2
    return np.concatenate([curve.reshape(-1, 2), points[-1:]])


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
    return write(_choose(SIGNS, rng), rng)


def _letter(rng: Generator) -> Strokes:
    return in_some_hand(list(_choose(letters(), rng)), rng)


def _some_digit(rng: Generator, pens: Sequence[Strokes]) -> Strokes:
    """By code or by a person; a 1 more often than others: it is easily overlooked."""
    if len(pens) and rng.random() < 0.5:
        points = np.concatenate(one := _choose(pens, rng))
        size = max(float(np.ptp(points, axis=0).max()), 1e-9)
        return [(stroke - points.min(0)) / size for stroke in one]
    return digit(1 if rng.random() < 0.25 else int(rng.integers(10)), rng)


def _number(rng: Generator, pens: Sequence[Strokes]) -> Strokes:
    """Two to four digits side by side, sometimes touching."""
    strokes: Strokes = []
    right = 0.0
    for _ in range(rng.choice([2, 2, 2, 2, 3, 3, 4])):
        one, size = _some_digit(rng, pens), rng.uniform(0.7, 1)
        left = np.concatenate(one)[:, 0].min() * size
        shift = [right - left, rng.normal(0, 0.06)]
        one = [stroke * size + shift for stroke in one]
        right = np.concatenate(one)[:, 0].max() + rng.uniform(-0.02, 0.35)
        strokes += one
    return strokes


def _crossed(rng: Generator, pens: Sequence[Strokes]) -> Strokes:
    """A digit that somebody struck out."""
    over = scribble(rng)[0] if rng.random() < 0.4 else shading(rng)[0]
    over = (over - over.min(0)) / np.ptp(over, axis=0) * [0.7, 1.0]
    return [*_some_digit(rng, pens), over]


OTHERS = (  # as often as they stand here: letters are the hardest to tell from digits
    *(scribble, dots, flat_line, shading, _crossed),
    *(_letter, _letter, _letter, _letter, _sign, _sign, _sign, _sign),
    *(_number, _number, _number),
)
OF_DIGITS = (_crossed, _number)
