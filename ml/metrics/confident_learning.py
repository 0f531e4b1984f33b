"""Labels that are probably wrong, by confident learning.

Northcutt, Jiang and Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset
Labels", Journal of Artificial Intelligence Research 70, arXiv 1911.00068. The
probabilities must come from a version that has not trained on the drawings.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Suspects(NamedTuple):
    """Rows whose label is probably wrong, the worst first."""

    rows: np.ndarray  # int64 (suspects,): indices into the given labels
    classes: np.ndarray  # int64 (suspects,): what they probably are
    margins: np.ndarray  # float32 (suspects,): p(label) - p(class), -1..0


def thresholds(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The version's mean confidence in each label: float64 (classes,).

    Probabilities (n, classes), NaN where a version has no such class; labels (n,). A
    class that no row is labelled with has infinity: nothing passes it.
    """
    return mean_confidence(*self_confidence(probabilities, labels))


def self_confidence(
    probabilities: np.ndarray, labels: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """By label: the sum of the probabilities of the rows' own labels, and how many."""
    classes = probabilities.shape[1]
    own = _own_probability(probabilities, labels)
    known = ~np.isnan(own)
    sums = np.bincount(labels[known], weights=own[known], minlength=classes)
    return sums, np.bincount(labels[known], minlength=classes)


def mean_confidence(sums: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Thresholds from what self_confidence() returns, also added up over parts."""
    return np.divide(sums, counts, out=np.full(len(sums), np.inf), where=counts > 0)


def suspects(
    probabilities: np.ndarray,
    labels: np.ndarray,
    class_thresholds: np.ndarray | None = None,
) -> Suspects:
    """Rows where another class passes its threshold and is likelier than the label.

    Probabilities (n, classes) and labels (n,) as for thresholds(). Give
    `class_thresholds` where these rows are only a part of those that set them. If
    several classes pass, the likeliest counts. Ranked by normalised margin (section
    3.2 of the paper), with cleanlab's rule that a row whose likeliest class is its
    label is not suspect.
    """
    if class_thresholds is None:
        class_thresholds = thresholds(probabilities, labels)
    own = _own_probability(probabilities, labels)
    # A NaN does not pass.
    passing = np.where(probabilities >= class_thresholds, probabilities, -1)
    classes, likeliest = passing.argmax(axis=1), passing.max(axis=1)
    rows = np.flatnonzero((likeliest > own) & (classes != labels))
    margins = (own - likeliest)[rows]
    worst_first = np.argsort(margins, kind="stable")
    rows = rows[worst_first]
    return Suspects(rows, classes[rows], margins[worst_first])


def _own_probability(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The probability of each row's own label."""
    return probabilities[np.arange(len(labels)), labels]
