"""Drawn digits, made by code: no third party's data.

A drawing is a list of strokes, a stroke a float array (n, 2) of x, y with y down, in
units of the digit's height. `draw` turns strokes into ink as a canvas does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator

from ml.data.glyphs import PLAIN, STYLES, Glyph
from ml.preprocessing.tile import from_bytes

Strokes = list[np.ndarray]

JITTER = 0.045  # heights, per point: more and loops fall apart
STYLE_SHARE = 0.7  # of drawn digits are in a style that MNIST lacks
PAGE = 112  # pixels of the longest side when drawn: four per tile pixel
BITS = 4  # fractional bits of OpenCV's coordinates


def digit(label: int, rng: Generator) -> Strokes:
    """One digit in some hand."""
    styles = STYLES if rng.random() < STYLE_SHARE else PLAIN
    return write(choose(styles[label], rng), rng)


def draw(
    strokes: Strokes, width: float, pressures: Sequence[np.ndarray] | None = None
) -> np.ndarray:
    """Ink float32 (height, width), 0..1: round pen, antialiased.

    `width` is the pen's, as a share of the drawing's longest side; two pixels at least.
    `pressures`, for each stroke (n, 2) an array (n,), multiply it from point to point.
    """
    import cv2

    points = np.concatenate(strokes)
    low, span = points.min(0), max(float(np.ptp(points, axis=0).max()), 0.01)
    pen = width * PAGE
    widest = 1.0 if pressures is None else float(np.concatenate(pressures).max())
    margin = max(2, pen * widest) / 2 + 2
    across, down = np.ceil((points.max(0) - low) / span * PAGE + 2 * margin)
    page = np.zeros((int(down), int(across)), np.uint8)
    for i, stroke in enumerate(strokes):
        line = (stroke - low) / span * PAGE + margin
        line = np.rint(line * 2**BITS).astype(np.int32)
        if len(line) == 1:
            line = np.repeat(line, 2, axis=0)  # else OpenCV draws no dot
        if pressures is None or len(stroke) == 1:
            pieces, widths = [line], [pen]
        else:
            pieces, widths = [*pairwise(line)], pen * pressures[i][1:]
        for piece, its_width in zip(pieces, widths, strict=True):
            thickness = max(2, round(its_width))
            piece = np.array(piece)
            cv2.polylines(page, [piece], False, 255, thickness, cv2.LINE_AA, BITS)
    return from_bytes(page)


def pen_width(rng: Generator) -> float:
    """From a hair to a marker: 3 to 45 pixels on a digit of 240."""
    return float(np.exp(rng.uniform(np.log(0.0125), np.log(0.19))))


def choose(among: Sequence, rng: Generator) -> Any:
    """One of them, each equally likely."""
    return among[int(rng.integers(len(among)))]


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
