"""Where digits that touch are cut: paths from top to bottom that cross little ink.

A path may lean and bend, so it also parts digits that overhang one another. The least
ink on any path through each column of the middle row is found by a dynamic program in
both directions; its minima are the cuts (Casey and Lecolinet 1996, "A survey of methods
and strategies in character segmentation", IEEE TPAMI 18(7), section on dissection).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ASIDE = 0.05  # ink that a step aside costs: a straight path is preferred
THROUGH = 3.5  # pens of ink that a path crosses at most
APART = 0.12  # of the height: two cuts at least
MARGIN = 0.1  # of the height: a cut is so far from either end at least


@dataclass(frozen=True)
class Cut:
    """A path down through a piece."""

    columns: np.ndarray  # int (height, 1): where its right side begins in each row
    ink: float  # pixels of ink that it crosses


def find_cuts(ink: np.ndarray, *, pen: float, height: float, at_most: int) -> list[Cut]:
    """Return the cuts through ink, float32 (rows, columns), from left to right.

    `pen` is the stroke's width and `height` the line's, both in pixels.
    """
    down, up = _least_above(ink), _least_above(ink[::-1])[::-1]
    middle = len(ink) // 2
    least = down[middle] + up[middle] - ink[middle]
    columns = _minima(least, round(APART * height), round(MARGIN * height), at_most)
    return [
        Cut(_path(down, up, column), float(least[column]))
        for column in sorted(columns)
        if least[column] <= THROUGH * pen
    ]


def _least_above(ink: np.ndarray) -> np.ndarray:
    """The least ink on a path from the first row to each pixel, the pixel's included.

    It takes a step of one column at most from row to row.
    """
    least = np.empty_like(ink)
    least[0] = ink[0]
    for row in range(1, len(ink)):
        before = least[row - 1]
        best = before.copy()
        np.minimum(best[1:], before[:-1] + ASIDE, out=best[1:])
        np.minimum(best[:-1], before[1:] + ASIDE, out=best[:-1])
        least[row] = best + ink[row]
    return least


def _minima(least: np.ndarray, apart: int, margin: int, at_most: int) -> list[int]:
    """The columns of the lowest values, each `apart` from the others."""
    open_columns = least.astype(np.float64)
    open_columns[:margin] = open_columns[len(least) - margin :] = np.inf
    columns: list[int] = []
    while len(columns) < at_most:
        lowest = open_columns.min()
        if not np.isfinite(lowest):
            break
        ties = np.flatnonzero(open_columns <= lowest + 1e-6)
        column = int(ties[len(ties) // 2])
        if open_columns[column] != lowest:
            column = int(open_columns.argmin())
        is_minimum = lowest <= least[max(column - 2, 0) : column + 3].min() + 1e-6
        if is_minimum:
            columns.append(column)
            open_columns[max(column - apart, 0) : column + apart + 1] = np.inf
        else:
            open_columns[column] = np.inf
    return columns


def _path(down: np.ndarray, up: np.ndarray, column: int) -> np.ndarray:
    """The best path through a column of the middle row, as columns by row."""
    middle = len(down) // 2
    columns = np.empty(len(down), int)
    columns[middle] = column
    for rows, least in (
        (range(middle - 1, -1, -1), down),
        (range(middle + 1, len(up)), up),
    ):
        at = column
        for row in rows:
            low = max(at - 1, 0)
            near = least[row, low : at + 2].tolist()
            costs = [near[i] + ASIDE * (low + i != at) for i in range(len(near))]
            at = low + costs.index(min(costs))
            columns[row] = at
    return columns[:, None]
