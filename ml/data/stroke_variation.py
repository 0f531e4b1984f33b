"""The same digit as the same pen might have gone another time, stroke by stroke.

What warping a finished tile cannot do: bend one stroke and not the other, move them
against each other, lift the pen early, press harder at one end.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from ml.data.strokes import Strokes, in_some_hand

BEND = 0.025  # heights: root mean square of a stroke's slow swings
APART = 0.02  # heights, per axis: strokes moved against each other
LIFTED = 0.07  # of a stroke's length: the most that is missing at an end
PRESSURE = 0.35  # log of the pen's width, at most, around its mean
WAVES = np.arange(1, 4)  # swings along a stroke


def vary(strokes: Strokes, rng: Generator) -> Strokes:
    """The strokes, each float (n, 2) in any unit, as another attempt of some hand.

    Each kind of variation is left out now and then, so that the writer's own stroke
    is seen too.
    """
    size = float(np.ptp(np.concatenate(strokes), axis=0).max()) or 1.0  # a dot has none
    varied = [stroke / size for stroke in strokes]
    if rng.random() < 0.7:
        varied = in_some_hand(varied, rng)
    if rng.random() < 0.7:
        varied = [_bent(stroke, rng) for stroke in varied]
    if rng.random() < 0.3:
        varied = [_lifted_early(stroke, rng) for stroke in varied]
    if len(varied) > 1 and rng.random() < 0.7:
        varied = [stroke + rng.normal(0, APART, 2) for stroke in varied]
    return varied


def pressure(points: int, rng: Generator) -> np.ndarray:
    """How wide the pen is at each of a stroke's points: float (points,), about 1."""
    phase, turns = rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 1.5)
    along = np.sin(phase + turns * np.pi * np.linspace(0, 1, points))
    return np.exp(rng.uniform(0, PRESSURE) * along)


def along(stroke: np.ndarray) -> np.ndarray:
    """Each point's place along its stroke (n, 2), 0..1: float (n,)."""
    steps = np.linalg.norm(np.diff(stroke, axis=0), axis=1)
    length = np.concatenate([[0.0], np.cumsum(steps)])
    return length / max(float(length[-1]), 1e-9)


def _bent(stroke: np.ndarray, rng: Generator) -> np.ndarray:
    """Slow swings sideways along the stroke, the longest the widest."""
    phases = rng.uniform(0, 2 * np.pi, (2, len(WAVES), 1))
    swing = rng.normal(0, BEND, (2, len(WAVES), 1)) / WAVES[:, None]
    waves = np.sin(phases + np.pi * WAVES[:, None] * along(stroke))
    return stroke + (swing * waves).sum(1).T


def _lifted_early(stroke: np.ndarray, rng: Generator) -> np.ndarray:
    """Without a little at its ends; a stroke of few points stays."""
    first, last = rng.uniform(0, LIFTED, 2)
    place = along(stroke)
    inside = stroke[(place >= first) & (place <= 1 - last)]
    return inside if len(inside) > 2 else stroke
