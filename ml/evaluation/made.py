"""The set `made`: what is no digit, drawn by `ml.data.non_digits`.

Its samples have `strokes`, float arrays (n, 2) of x, y, y down, the longest side 1.
"""

from __future__ import annotations

from itertools import cycle

import numpy as np

from ml.data import non_digits

MADE = "made"
MAKERS = {
    "dots": non_digits.dots,
    "flat line": non_digits.flat_line,
    "scribble": non_digits.scribble,
    "shading": non_digits.shading,
}
TAP = 0.01  # strokes smaller than this are one dot, not a tiny drawing


def made(count: int, seed: int) -> list[dict]:
    """Dots, lines, scribbles and shading in turn: `count` samples, or 400 for 0."""
    groups = cycle(MAKERS)
    return [_sample(number, next(groups), seed) for number in range(count or 400)]


def _sample(number: int, group: str, seed: int) -> dict:
    lines = MAKERS[group](np.random.default_rng([seed, number]))
    return {
        "label": group,
        "group": group,
        "writer": "made",
        "id": number,
        "set": MADE,
        "strokes": _unit_box(lines),
    }


def _unit_box(lines: list[np.ndarray]) -> list[np.ndarray]:
    """The lines moved to 0, 0 and scaled; a dot stays where it is."""
    points = np.concatenate(lines)
    corner, span = points.min(0), float(np.ptp(points, axis=0).max())
    if span <= TAP:
        return [corner[None]]
    return [(line - corner) / span for line in lines]
