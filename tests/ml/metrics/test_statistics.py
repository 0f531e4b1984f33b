"""Intervals and tests of significance, against published and hand-worked figures."""

import pytest

from ml.metrics.statistics import (
    mcnemar,
    mcnemar_one_sided,
    probability_of_gain,
    wilson,
)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [  # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_the_published_one(right, n, low, high):
    assert wilson(right, n) == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_any_share_may_be_true():
    assert wilson(0, 0) == (0, 1)


def test_wilsons_interval_mirrors_when_right_and_wrong_swap():
    low, high = wilson(97, 100)
    assert wilson(3, 100) == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [
        (1, 7, 2 * (1 + 8) / 2**8),  # Fagerland et al. 2013, table 1: 0.070
        (0, 6, 2 / 2**6),
        (6, 0, 2 / 2**6),
        (4, 4, 1),
        (0, 0, 1),
    ],
)
def test_mcnemars_exact_p(first, second, p):
    assert mcnemar(first, second) == p


@pytest.mark.parametrize(
    ("fixed", "broken", "sure"),
    [(0, 0, 1 / 2), (1, 0, 3 / 4), (2, 0, 7 / 8), (0, 2, 1 / 8), (12, 3, 0.98936)],
)
def test_how_sure_a_gain_is_follows_the_beta_distribution(fixed, broken, sure):
    assert probability_of_gain(fixed, broken) == pytest.approx(sure, abs=1e-5)


def test_mcnemars_p_of_thousands_does_not_overflow():
    assert 0 < mcnemar(2400, 2600) < 0.01


@pytest.mark.parametrize(
    ("broken", "fixed", "p"), [(1, 0, 1 / 2), (4, 0, 1 / 16), (3, 1, 5 / 16)]
)
def test_the_chance_of_a_fall_is_the_binomials_tail(broken, fixed, p):
    assert mcnemar_one_sided(broken, fixed) == pytest.approx(p)
