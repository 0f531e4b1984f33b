"""The atoms of a drawing: pieces of ink, and slices of those whose digits may touch.

Over-segmentation: an atom is at most one digit; a digit may be several atoms. See
LeCun, Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document
recognition", Proceedings of the IEEE 86(11), section V.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ml.numbers.cuts import Cut, find_cuts
from ml.numbers.pieces import Piece

CERTAIN = 0.9  # probability of a digit: a piece of a digit's width is then not cut
USUAL_WIDTH = 0.8  # of the line's height: a digit's, at most
NARROW, LOW = 0.35, 0.4  # of the line's height: a piece below either is not cut
LOW_SLICE = 0.45  # of the line's height: a lower slice is no digit, nor most of one


@dataclass(frozen=True)
class Atom:
    """The least part of a drawing that a digit is made of."""

    shape: Piece
    piece: int  # the number of the piece that it is, or a slice of
    is_cut: bool = False  # whether a cut parts it from the slice on its left
    cut_ink: float = 0.0  # what that cut crosses, in widths of the pen


def find_atoms(
    ink: np.ndarray,
    pieces: list[Piece],
    *,
    pen: float,
    height: float,
    digit_probability: Callable[[Piece], float],
) -> list[Atom]:
    """Return the atoms of ink, float32 (rows, columns), by their middles.

    `pen` is the strokes' width and `height` the line's, both in pixels;
    `digit_probability` says how surely a piece as it is is one digit.
    """
    atoms: list[Atom] = []
    for number, piece in enumerate(pieces):
        is_small = piece.height < LOW * height or piece.width < NARROW * height
        if is_small or (
            piece.width <= USUAL_WIDTH * height and digit_probability(piece) >= CERTAIN
        ):
            atoms.append(Atom(piece, number))
        else:
            atoms += _slices(ink, piece, number, pen, height)
    return sorted(atoms, key=lambda atom: atom.shape.left + atom.shape.right)


def _slices(
    ink: np.ndarray, piece: Piece, number: int, pen: float, height: float
) -> list[Atom]:
    """Cut a piece, without the dearer cut beside a slice too low for a digit."""
    page = ink[piece.top : piece.bottom, piece.left : piece.right]
    cuts = find_cuts(
        np.where(piece.mask, page, 0),
        pen=pen,
        height=min(height, piece.height),
        at_most=int(np.clip(np.ceil(3 * piece.width / piece.height), 2, 20)),
    )
    while cuts:
        shapes = _slice(piece, cuts)
        heights = [shape.height if shape else 0 for shape in shapes]
        lowest = int(np.argmin(heights))
        if heights[lowest] >= LOW_SLICE * height:
            inks = [0.0, *(cut.ink / pen for cut in cuts)]
            return [
                Atom(shape, number, i > 0, inks[i])
                for i, shape in enumerate(shapes)
                if shape
            ]
        beside = [i for i in (lowest - 1, lowest) if 0 <= i < len(cuts)]
        del cuts[max(beside, key=lambda i: cuts[i].ink)]
    return [Atom(piece, number)]


def _slice(piece: Piece, cuts: list[Cut]) -> list[Piece | None]:
    """What lies between the cuts, from left to right; None where nothing does."""
    column = np.arange(piece.width)
    slices = []
    start = np.zeros((piece.height, 1), int)
    for cut in [*cuts, None]:
        end = np.full((piece.height, 1), piece.width) if cut is None else cut.columns
        end = np.maximum(end, start)
        slices.append(piece.crop(piece.mask & (start <= column) & (column < end)))
        start = end
    return slices
