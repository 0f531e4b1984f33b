"""Labels that may be wrong or meant ill, found before they train."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ml.data.mnist import Digits
from recognizer.finetuning.selection import Labelled

ONE_REVIEWER = "Its reviewer has labelled more than a fair share of the run."
FAR = "It is far from every other drawing with its label."
USUAL = 0.995  # of replayed tiles lie nearer to their own class than 'far'
BLOCK = 1_000  # drawings compared at once with all others: bounds the memory


def beyond_fair_share(rows: list[Labelled], share: float) -> list[Labelled]:
    """What exceeds a reviewer's `share` (0..1) of the run, were it left out.

    Which of the labels is decided by the drawing's random id. With one reviewer there
    is nobody to compare with, and nothing is left out.
    """
    by = Counter(row.reviewer for row in rows)
    if len(by) < 2:
        return []
    (most, count) = by.most_common(1)[0]
    # Of the run that is left: count - excess <= share * (rows - excess).
    excess = (count - share * len(rows)) / max(1 - share, 1e-9)
    excess = int(np.ceil(excess - 1e-6))  # 50 is not 51 for a rounding error
    theirs = sorted((row for row in rows if row.reviewer == most), key=_by_id)
    return theirs[: max(0, excess)]


def far(features: np.ndarray, labels, known: np.ndarray, classes) -> np.ndarray:
    """Which drawings no other of their label resembles: bool (n,).

    `features` (n, d) of drawings with `labels`, and `known` (m, d) of tiles with
    certain `classes`, are the network's last hidden layer. A drawing is far when its
    nearest neighbour of the same class is farther than that of nearly every known
    tile. Several drawings of one new style stand by each other.
    """
    labels, classes = np.asarray(labels), np.asarray(classes)
    out = np.zeros(len(labels), bool)
    for one in np.unique(labels):
        mine, there = features[labels == one], known[classes == one]
        limit = np.quantile(_nearest(there, there, same=True), USUAL)
        near = _nearest(mine, mine, same=True)
        if len(there):
            near = np.minimum(near, _nearest(mine, there))
        out[labels == one] = near > limit
    return out


def _nearest(some: np.ndarray, among: np.ndarray, same: bool = False) -> np.ndarray:
    """Distance of each to its nearest; not to itself where both are the `same`."""
    out = np.empty(len(some))
    for i in range(0, len(some), BLOCK):
        part = some[i : i + BLOCK]
        squares = (part**2).sum(1)[:, None] + (among**2).sum(1) - 2 * part @ among.T
        if same:
            row = np.arange(len(part))
            squares[row, i + row] = np.inf
        out[i : i + BLOCK] = np.sqrt(squares.clip(0)).min(1, initial=np.inf)
    return out


def features_of(model, tiles: Digits, batch: int = 500) -> np.ndarray:
    """The last hidden layer of a Keras model, float32 (n, d), lengths 1."""
    from keras import Model

    from ml.inference.networks import LOGITS

    hidden = Model(model.inputs, model.get_layer(LOGITS).input)
    parts = [
        np.asarray(hidden.predict_on_batch(tiles.x[i : i + batch, ..., None] / 255.0))
        for i in range(0, len(tiles.x), batch)
    ]
    found = np.concatenate(parts)
    return found / np.linalg.norm(found, axis=1, keepdims=True).clip(1e-9)


def _by_id(row: Labelled):
    return row.pk
