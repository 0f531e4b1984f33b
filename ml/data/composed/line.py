"""Characters -> one line of them, as one person writes it.

The unit is a digit's height. Gaps, heights and places vary as between neighbours in
people's numbers (CROHME's and UNIPEN's: of two digits of one stroke each, the gap's
median is 0.3, and a tenth of the gaps is under 0.07, a tenth over 0.53).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from ml.data.composed.hands import Character
from ml.data.strokes import Strokes

GAP = 0.3  # between the boxes of two neighbours
GAP_OF_LINE, GAP_OF_PAIR = 0.1, 0.14  # standard deviations
LEAST_GAP = -0.12  # closer, one digit is drawn over the other
LEAST_STEP = 0.15  # from middle to middle: two upright lines stay two, and in order
HEIGHT = 0.1  # standard deviation of the log of a character's height
BASELINE = 0.06  # standard deviation of a character's foot
SLOPE = 2.0  # degrees, standard deviation of the line's
SIZES = {  # of the longest side; all others have 1
    **dict.fromkeys("aceimnorsuvxz", 0.6),
    **dict.fromkeys("mw", 0.75),
    **dict.fromkeys("-=~+<>*", 0.5),
    **dict.fromkeys(':;"^', 0.4),
    **dict.fromkeys("'`,", 0.2),
    ".": 0.06,
}
DESCENDERS = 0.3  # how far these reach below the line
DESCENDING = "gjpqy"
HALFWAY = "-=~+<>*"  # their middle is halfway up
HIGH = "\"'`^"  # their top is at a digit's


def write_line(characters: Sequence[Character], rng: Generator) -> Strokes:
    """The strokes of all characters, from left to right, y down, the longest side 1."""
    gap = GAP + rng.normal(0, GAP_OF_LINE)
    line: Strokes = []
    left, middle = 0.0, -1.0
    for label, strokes in characters:
        placed = _on_the_line(label, strokes, rng)
        width = float(np.concatenate(placed)[:, 0].max())
        left = max(left, middle + LEAST_STEP - width / 2)
        line += [stroke + np.array([left, 0]) for stroke in placed]
        middle = left + width / 2
        left += width + max(rng.normal(gap, GAP_OF_PAIR), LEAST_GAP)
    return _unit_box(_turned(line, np.deg2rad(rng.normal(0, SLOPE))))


def _on_the_line(label: str, strokes: Strokes, rng: Generator) -> Strokes:
    """The character in its size, from 0 to the right; y 0 is the line, -1 its top."""
    points = np.concatenate(strokes)
    low, span = points.min(0), np.ptp(points, axis=0)
    size = SIZES.get(label, 1.0) * np.exp(rng.normal(0, HEIGHT))
    scale = size / max(float(span.max()), 1e-6)
    height = float(span[1]) * scale
    foot = rng.normal(0, BASELINE)
    if label in DESCENDING:
        foot += DESCENDERS
    elif label in HALFWAY:
        foot -= 0.5 - height / 2
    elif label in HIGH:
        foot -= 1 - height
    return [(stroke - low) * scale + [0, foot - height] for stroke in strokes]


def _turned(strokes: Strokes, angle: float) -> Strokes:
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return [stroke @ turn for stroke in strokes]


def _unit_box(strokes: Strokes) -> Strokes:
    points = np.concatenate(strokes)
    low, longest = points.min(0), float(np.ptp(points, axis=0).max())
    return [(stroke - low) / max(longest, 1e-6) for stroke in strokes]
