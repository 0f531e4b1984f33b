"""The boxes of a number's digits over its picture, as SVG shapes."""

from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Any

MARGIN = 0.03  # of the picture's longer side, between a digit's ink and its box
APART = 0.006  # of that side, between the boxes of neighbours
TAG = 0.06  # of that side: the tag that says which digit was read
UNSURE = 0.9  # a digit of less confidence has a dashed box


@dataclass(frozen=True)
class Box:
    """One digit's box and tag, in pixels of the picture."""

    digit: int
    is_unsure: bool
    left: float
    top: float
    width: float
    height: float
    middle: float  # of the box and of its tag, from left to right
    tag_top: float
    tag_side: float


def place_boxes(parts: list[dict[str, Any]], width: int, height: int) -> list[Box]:
    """Place the boxes of a prediction's parts on a picture, width x height pixels.

    Neighbours that do not overlap share the room between them, as in draw/boxes.js. A
    tag stands above its box, else below it, else inside at the top.
    """
    if not parts:
        return []
    longest = max(width, height)
    edges = [(part["box"][0], part["box"][0] + part["box"][2]) for part in parts]
    gaps = [left - right for (_, right), (left, _) in pairwise(edges)]
    rooms = [_room(gap, longest) for gap in [inf, *gaps, inf]]
    return [
        _place_box(part, beside, (width, height))
        for part, beside in zip(parts, pairwise(rooms), strict=True)
    ]


def _room(gap: float, longest: int) -> float:
    """How far the boxes on both sides of a gap reach into it."""
    return min(MARGIN * longest, max(0, (gap - APART * longest) / 2))


def _place_box(
    part: dict[str, Any], beside: tuple[float, float], picture: tuple[int, int]
) -> Box:
    (width, height), longest = picture, max(picture)
    left, top, ink_width, ink_height = part["box"]
    right = min(left + ink_width + beside[1], width)
    bottom = min(top + ink_height + MARGIN * longest, height)
    left, top = max(left - beside[0], 0), max(top - MARGIN * longest, 0)
    return Box(
        digit=part["digit"],
        is_unsure=part["confidence"] < UNSURE,
        left=left,
        top=top,
        width=right - left,
        height=bottom - top,
        middle=(left + right) / 2,
        tag_top=_tag_top(top, bottom, height, TAG * longest),
        tag_side=TAG * longest,
    )


def _tag_top(top: float, bottom: float, height: int, side: float) -> float:
    apart = side / 5
    if top >= side + apart:
        return top - side - apart
    return bottom + apart if bottom + apart + side <= height else top
