"""The pieces of a drawing: pixels of ink that hang together, corners included.

By runs: stretches of ink in one row, joined to those that they touch in the row above
(Rosenfeld and Pfaltz 1966, "Sequential operations in digital picture processing",
Journal of the ACM 13(4)).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)  # pixels are not compared: a piece is itself alone
class Piece:
    """Some pixels of a page: those where `mask`, bool (height, width), is true."""

    mask: np.ndarray
    left: int  # of the mask's first column on the page
    top: int

    @property
    def right(self) -> int:
        """The column after the last."""
        return self.left + self.mask.shape[1]

    @property
    def bottom(self) -> int:
        """The row after the last."""
        return self.top + self.mask.shape[0]

    @property
    def width(self) -> int:
        return self.mask.shape[1]

    @property
    def height(self) -> int:
        return self.mask.shape[0]

    def crop(self, mask: np.ndarray) -> Piece | None:
        """The pixels of another mask of the same shape, in their own box; or None."""
        rows = np.flatnonzero(mask.any(axis=1))
        if not len(rows):
            return None
        columns = np.flatnonzero(mask.any(axis=0))
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        cropped = mask[top:bottom, left:right]
        return Piece(cropped, self.left + int(left), self.top + int(top))


def find_pieces(inked: np.ndarray, *, at_most: int) -> list[Piece]:
    """Return the pieces of bool (height, width), each cropped to its own box.

    Of more pieces than `at_most` none: each costs time.
    """
    edges = np.diff(np.pad(inked, ((0, 0), (1, 1))).astype(np.int8))
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    piece_of = np.array(_join(rows.tolist(), starts.tolist(), ends.tolist()), int)
    names, piece_of = np.unique(piece_of, return_inverse=True)
    if len(names) > at_most:
        return []
    number = np.zeros(inked.shape, np.int16)
    lengths = ends - starts
    number[inked] = np.repeat(piece_of + 1, lengths)
    pieces = []
    for name in range(len(names)):
        of_piece = piece_of == name
        top, bottom = rows[of_piece].min(), rows[of_piece].max() + 1
        left, right = starts[of_piece].min(), ends[of_piece].max()
        mask = number[top:bottom, left:right] == name + 1
        pieces.append(Piece(mask, int(left), int(top)))
    return pieces


def _join(rows: list[int], starts: list[int], ends: list[int]) -> list[int]:
    """The piece of each run: the number of one of its runs.

    Runs come row by row, from left to right; `ends` are the columns after the last.
    """
    parents = list(range(len(rows)))

    def piece(run: int) -> int:
        while parents[run] != run:
            parents[run] = run = parents[parents[run]]
        return run

    above = 0  # the first run that may touch this one or a later one
    for run, row in enumerate(rows):
        while rows[above] < row - 1 or (
            rows[above] == row - 1 and ends[above] < starts[run]
        ):
            above += 1
        candidate = above
        while rows[candidate] < row and starts[candidate] <= ends[run]:
            parents[piece(run)] = piece(candidate)
            candidate += 1
    return [piece(run) for run in range(len(rows))]
