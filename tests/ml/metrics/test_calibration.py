"""How well confidence fits accuracy, in bins."""

import numpy as np
import pytest

from ml.metrics.calibration import (
    calibration_bins,
    calibration_error,
    calibration_table,
)


def test_the_calibration_table_adds_up_to_the_calibration_error():
    rng = np.random.default_rng(0)
    rows = rng.dirichlet(np.full(11, 0.1), 500).astype(np.float32)
    labels = rng.integers(11, size=500)
    table = calibration_table(rows, labels)
    gaps = [abs(row["confidence"] - row["accuracy"]) * row["n"] for row in table]
    assert sum(row["n"] for row in table) == 500
    assert sum(gaps) / 500 == pytest.approx(calibration_error(rows, labels), abs=1e-4)


def test_a_bin_holds_its_answers_mean_confidence_and_accuracy():
    confidence = np.array([1.0, 0.92, 0.96, 0.55])
    rows = np.stack([confidence, 1 - confidence], axis=1)
    bins = calibration_bins(rows, np.array([0, 0, 1, 1]), bins=10)
    assert [(b.low, b.high, b.n) for b in bins] == [(0.5, 0.6, 1), (0.9, 1.0, 3)]
    assert bins[1].confidence == pytest.approx(0.96)
    assert [b.accuracy for b in bins] == pytest.approx([0, 2 / 3])


def test_no_answers_have_no_calibration_error():
    assert calibration_error(np.zeros((0, 11)), np.zeros(0)) == 0
