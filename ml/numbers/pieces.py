"""The pieces of a drawing: pixels of ink that hang together, corners included.

By runs: stretches of ink in one row, joined to those that they touch in the row above
(Rosenfeld and Pfaltz 1966, "Sequential operations in digital picture processing",
Journal of the ACM 13(4)).
"""

import numpy as np


def find_pieces(inked: np.ndarray, *, at_most: int) -> list[np.ndarray]:
    """Return a mask of inked's shape, bool (height, width), for each piece.

    Of more pieces than `at_most` none: each mask costs memory.
    """
    edges = np.diff(np.pad(inked, ((0, 0), (1, 1))).astype(np.int8))
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    piece_of = _join(rows.tolist(), starts.tolist(), ends.tolist())
    pieces = dict.fromkeys(piece_of)
    if len(pieces) > at_most:
        return []
    masks = {piece: np.zeros(inked.shape, bool) for piece in pieces}
    for piece, row, start, end in zip(piece_of, rows, starts, ends, strict=True):
        masks[piece][row, start:end] = True
    return list(masks.values())


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
