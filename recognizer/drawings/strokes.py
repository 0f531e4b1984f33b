"""Where the pen went: a list of strokes, each a list of points [x, y]."""

from __future__ import annotations

import json
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST_POINTS = 20_000  # a minute and a half of a pen that reports 240 times a second
FARTHEST = 100_000  # pixels from the page's corner

Strokes = list[list[list[float]]]


class BadStrokes(ValueError):
    """What is sent is not a list of strokes; the message says what is expected."""


def read_strokes(data: Any) -> Strokes:
    """Check strokes, or their JSON, and round them to a hundredth of a pixel.

    Raises BadStrokes.
    """
    try:
        strokes = json.loads(data) if isinstance(data, str) else data
        if not isinstance(strokes, list):
            raise TypeError(f"Expected a list, got {type(strokes).__name__}.")
        if sum(map(len, strokes)) <= MOST_POINTS:
            return [_read_stroke(stroke) for stroke in strokes]
    except (TypeError, ValueError, RecursionError) as error:
        raise BadStrokes(
            _("Send strokes as a list of strokes, each a list of points [x, y].")
        ) from error
    most = number_format(MOST_POINTS, force_grouping=True)
    raise BadStrokes(
        _("The strokes have too many points: at most %(most)s.") % {"most": most}
    )


def _read_stroke(stroke: Any) -> list[list[float]]:
    if not isinstance(stroke, list) or not stroke:
        raise ValueError("A stroke is a list with one point at least.")
    return [_read_point(x, y) for x, y in stroke]


def _read_point(*point: Any) -> list[float]:
    for coordinate in point:
        if type(coordinate) not in (int, float) or not abs(coordinate) <= FARTHEST:
            raise ValueError(f"Expected a number up to {FARTHEST:,}.")  # NaN is none
    return [round(coordinate, 2) for coordinate in point]
