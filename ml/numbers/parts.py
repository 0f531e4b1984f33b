"""The parts of a drawing: what may be its digits, from left to right.

Pieces of ink are put together where one stands above the other: bottom-up segmentation
in the words of Casey and Lecolinet 1996, "A survey of methods and strategies in
character segmentation" (IEEE TPAMI 18(7)). Digits that touch are one part.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from ml.numbers.pieces import find_pieces
from ml.preprocessing.tile import EDGE

OVERLAP = 0.4  # of the narrower piece: two so far above each other are one part
MOST_PIECES = 100  # 16,384 dots would take 5 s and a gigabyte
SMALL = 0.4  # of the tallest part's height: what is lower is no digit of its own


def find_parts(ink: np.ndarray) -> list[np.ndarray]:
    """Return the ink of each part, from left to right, each float32 of ink's shape.

    `ink` is float32 (height, width) in 0..1. Ink in over MOST_PIECES has no parts.
    """
    masks: list[np.ndarray] = []
    pieces = find_pieces(ink > EDGE, at_most=MOST_PIECES)
    for piece in sorted(pieces, key=_left):
        if masks and _overlap(masks[-1], piece) >= OVERLAP:
            masks[-1] |= piece
        else:
            masks.append(piece)
    return [np.where(_with_pale_edge(mask), ink, 0) for mask in _join_small(masks)]


def _join_small(masks: list[np.ndarray]) -> list[np.ndarray]:
    """Give what is too low for a digit, such as a 5's bar, to its nearest neighbour."""
    masks = list(masks)
    tallest = max(map(_height, masks), default=0)
    while len(masks) > 1:
        lowest = min(range(len(masks)), key=lambda i: _height(masks[i]))
        if _height(masks[lowest]) >= SMALL * tallest:
            break
        small = masks.pop(lowest)
        nearest = min(masks, key=lambda mask: _gap(mask, small))
        nearest |= small
    return masks


def _columns(mask: np.ndarray) -> tuple[int, int]:
    """The first inked column, and the one after the last."""
    inked = np.flatnonzero(mask.any(axis=0))
    return int(inked[0]), int(inked[-1]) + 1


def _left(mask: np.ndarray) -> int:
    return _columns(mask)[0]


def _height(mask: np.ndarray) -> int:
    inked = np.flatnonzero(mask.any(axis=1))
    return int(inked[-1] - inked[0]) + 1


def _gap(mask: np.ndarray, other: np.ndarray) -> int:
    """Columns between two masks; below 0 those that they share."""
    (left, right), (other_left, other_right) = _columns(mask), _columns(other)
    return max(left, other_left) - min(right, other_right)


def _overlap(mask: np.ndarray, other: np.ndarray) -> float:
    """Shared columns, as a share of the narrower mask's."""
    widths = [right - left for left, right in (_columns(mask), _columns(other))]
    return -_gap(mask, other) / min(widths)


def _with_pale_edge(mask: np.ndarray) -> np.ndarray:
    """The mask and the pixels around it, which its strokes cover in part."""
    grown = Image.fromarray(mask.astype(np.uint8)).filter(ImageFilter.MaxFilter(3))
    return np.asarray(grown) > 0
