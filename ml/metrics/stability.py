"""How far a distribution has moved from another one."""

from collections.abc import Sequence

import numpy as np


def stability_index(counts: Sequence[int], reference: Sequence[int]) -> float:
    """Return the population stability index of counts in the same bins.

    It is the symmetric Kullback-Leibler divergence of both, in nats (Kullback and
    Leibler 1951); credit scoring calls under 0.1 no change, over 0.25 a large one
    (Siddiqi 2006, "Credit Risk Scorecards"). By chance alone n draws of the reference
    itself, in k bins, come to about (k - 1) / n (Yurdakul 2018). Half a count is added
    to each bin, so that an empty one is not infinitely far.
    """
    p, q = (np.asarray(bins, float) + 0.5 for bins in (counts, reference))
    p, q = p / p.sum(), q / q.sum()
    return float(((p - q) * np.log(p / q)).sum())


def decile_edges(values: np.ndarray) -> list[float]:
    """Return where ten bins that each hold a tenth of the values meet."""
    return np.unique(np.quantile(values, np.arange(0.1, 1, 0.1))).tolist()


def count_in_bins(values: np.ndarray, edges: Sequence[float]) -> list[int]:
    """Return how many values there are in each bin; there is one more than edges."""
    bins = np.searchsorted(edges, values, side="right")
    return np.bincount(bins, minlength=len(edges) + 1).tolist()
