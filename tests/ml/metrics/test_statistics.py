"""Intervals and tests of significance, against published and hand-worked figures."""

import numpy as np
import pytest

from ml.metrics.calibration import calibration_error
from ml.metrics.statistics import calibration_table, mcnemar, wilson


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


def test_mcnemars_p_of_thousands_does_not_overflow():
    assert 0 < mcnemar(2400, 2600) < 0.01


def test_the_calibration_table_adds_up_to_the_calibration_error():
    rng = np.random.default_rng(0)
    rows = rng.dirichlet(np.full(11, 0.1), 500).astype(np.float32)
    labels = rng.integers(11, size=500)
    table = calibration_table(rows, labels)
    gaps = [abs(row["confidence"] - row["accuracy"]) * row["n"] for row in table]
    assert sum(row["n"] for row in table) == 500
    assert sum(gaps) / 500 == pytest.approx(calibration_error(rows, labels), abs=1e-4)
