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

    rows: np.ndarray  # int64 (found,): places in what was given
    classes: np.ndarray  # int64 (found,): what they probably are
    margins: np.ndarray  # float32 (found,): p(label) - p(class), -1..0


def thresholds(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """How sure of its class the version is on average, by label: float64 (classes,).

    Probabilities (n, classes), NaN where a version has no such class; labels (n,). A
    class that no row is labelled with has infinity: nothing passes it.
    """
    return mean(*self_confidence(probabilities, labels))


def self_confidence(
    probabilities: np.ndarray, labels: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """By label: the sum of the probabilities of the rows' own labels, and how many."""
    classes = probabilities.shape[1]
    own = _own(probabilities, labels)
    known = ~np.isnan(own)
    sums = np.bincount(labels[known], weights=own[known], minlength=classes)
    return sums, np.bincount(labels[known], minlength=classes)


def mean(sums: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Sums that may be of several parts; infinity where there is nothing."""
    return np.divide(sums, counts, out=np.full(len(sums), np.inf), where=counts > 0)


def suspects(
    probabilities: np.ndarray, labels: np.ndarray, above: np.ndarray | None = None
) -> Suspects:
    """Rows where another class passes its threshold, and is likelier than the label.

    Probabilities (n, classes) and labels (n,) as for thresholds(); `above`: thresholds
    known beforehand, where these rows are not all that there are. Of the classes that
    pass, the likeliest is meant. Ranked by normalised margin (section 3.2 of the
    paper), with cleanlab's rule that a row whose likeliest class is its label is none.
    """
    if above is None:
        above = thresholds(probabilities, labels)
    rows = np.arange(len(labels))
    own = _own(probabilities, labels)
    passing = np.where(probabilities >= above, probabilities, -1)  # NaN does not pass
    classes = passing.argmax(axis=1)
    margins = own - passing[rows, classes]
    found = np.flatnonzero((passing[rows, classes] > own) & (classes != labels))
    found = found[np.argsort(margins[found], kind="stable")]
    return Suspects(found, classes[found], margins[found])


def _own(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The probability of each row's own label."""
    return probabilities[np.arange(len(labels)), labels]
