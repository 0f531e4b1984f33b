"""Labels that may be wrong or meant ill, found before they train."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import ArrayLike

from recognizer.finetuning.selection import LabelledDrawing

ONE_REVIEWER = "Its reviewer has labelled more than a fair share of the run."
FAR = "It is far from every other drawing with its label."
USUAL = 0.995  # of replayed tiles lie nearer to their own class than 'far'
BLOCK = 1_000  # drawings compared at once with all others: bounds the memory


def beyond_fair_share(
    rows: list[LabelledDrawing], share: float
) -> list[LabelledDrawing]:
    """Rows that one reviewer labelled beyond a `share` (0..1) of what then remains.

    The drawings' random ids decide which of the reviewer's rows these are. With one
    reviewer there is nobody to compare with, and nothing is left out.
    """
    counts = Counter(row.reviewer for row in rows)
    if len(counts) < 2:
        return []
    [(reviewer, count)] = counts.most_common(1)
    # Of the run that is left: count - excess <= share * (rows - excess).
    excess = (count - share * len(rows)) / max(1 - share, 1e-9)
    excess = int(np.ceil(excess - 1e-6))  # 50 is not 51 for a rounding error
    theirs = [row for row in rows if row.reviewer == reviewer]
    theirs.sort(key=lambda row: row.pk)
    return theirs[: max(0, excess)]


def far(
    features: np.ndarray, labels: ArrayLike, known: np.ndarray, classes: ArrayLike
) -> np.ndarray:
    """Which drawings no other of their label resembles: bool (n,).

    `features` (n, d) of drawings with `labels`, and `known` (m, d) of tiles with
    certain `classes`, are the network's last hidden layer. A drawing is far when its
    nearest neighbour of the same class is farther than that of nearly every known
    tile. Several drawings of one new style are near each other, so not far.
    """
    labels, classes = np.asarray(labels), np.asarray(classes)
    is_far = np.zeros(len(labels), bool)
    for label in np.unique(labels):
        drawings, tiles = features[labels == label], known[classes == label]
        limit = np.quantile(_distances(tiles, tiles, same=True), USUAL)
        distances = _distances(drawings, drawings, same=True)
        if len(tiles):
            distances = np.minimum(distances, _distances(drawings, tiles))
        is_far[labels == label] = distances > limit
    return is_far


def _distances(
    points: np.ndarray, others: np.ndarray, same: bool = False
) -> np.ndarray:
    """Distance of each point (n, d) to the nearest other one: float (n,).

    Where both are the `same` points, a point's distance to itself does not count.
    """
    nearest = np.empty(len(points))
    for i in range(0, len(points), BLOCK):
        block = points[i : i + BLOCK]
        squares = (block**2).sum(1)[:, None] + (others**2).sum(1) - 2 * block @ others.T
        if same:
            row = np.arange(len(block))
            squares[row, i + row] = np.inf
        nearest[i : i + BLOCK] = np.sqrt(squares.clip(0)).min(1, initial=np.inf)
    return nearest
