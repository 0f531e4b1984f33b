"""How sure a measured share is, and whether two versions differ."""

from __future__ import annotations

from math import sqrt

Z = 1.959964  # standard deviations: 95 % of a normal distribution lie within


def wilson(right: int, n: int) -> tuple[float, float]:
    """The interval, 0..1, in which the true share lies with 95 % confidence.

    Wilson 1927, JASA 22:209; it holds near 0 and 1, where `share +- Z * error` does
    not (Newcombe 1998, Statistics in Medicine 17:857, method 3).
    """
    if n == 0:
        return 0.0, 1.0
    share, widening = right / n, 1 + Z * Z / n
    centre = (share + Z * Z / (2 * n)) / widening
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / widening
    return max(0.0, centre - half), min(1.0, centre + half)


def accuracy_figures(right: int, n: int) -> dict:
    """n, right, accuracy 0..1 (None of nothing) and its 95 % interval."""
    low, high = wilson(right, n)
    return {
        "n": n,
        "right": right,
        "accuracy": round(right / n, 5) if n else None,
        "low": round(low, 5),
        "high": round(high, 5),
    }


def mcnemar(only_first: int, only_second: int) -> float:
    """Two-sided p: chance alone makes two versions differ at least so much.

    The counts are of the drawings that just one of the two read right. The exact form
    of McNemar's test (1947, Psychometrika 12:153): a binomial with p = 1/2 on those
    drawings (Fagerland et al. 2013, BMC Medical Research Methodology 13:91, equation
    4).
    """
    n = only_first + only_second
    return min(1.0, 2 * _subsets(n, min(only_first, only_second)) / 2**n)


def mcnemar_one_sided(broken: int, fixed: int) -> float:
    """One-sided p: by chance alone, at least `broken` of `broken + fixed` break."""
    n = broken + fixed
    return _subsets(n, fixed) / 2**n


def probability_of_gain(fixed: int, broken: int) -> float:
    """How sure it is, 0..1, that the second of two versions reads more than the first.

    The counts are of the drawings that just one of the two read right; `fixed` by the
    second. Of theta, the chance that such a drawing is fixed, nothing is known before:
    its posterior is Beta(1 + fixed, 1 + broken), and this is P(theta > 1/2): a Bayesian
    sign test (Benavoli et al. 2017, "Time for a Change: a Tutorial for Comparing
    Multiple Classifiers Through Bayesian Analysis", JMLR 18:77). For whole numbers it
    is a sum of a binomial's terms, exact.
    """
    n = fixed + broken + 1
    return _subsets(n, fixed) / 2**n


def _subsets(n: int, most: int) -> int:
    """How many subsets of n have at most `most` members: an exact integer."""
    subsets = total = 1
    for size in range(most):
        subsets = subsets * (n - size) // (size + 1)
        total += subsets
    return total
