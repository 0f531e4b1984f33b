"""How well confidence fits accuracy, in bins."""

import numpy as np
import pytest

from ml.metrics.calibration import (
    calibration_bins,
    calibration_error,
    calibration_table,
    error_by_chance,
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


def test_by_chance_a_reader_as_good_as_its_word_shows_an_error():
    confidence = np.full(500, 0.95, np.float32)
    mean, most = error_by_chance(confidence)
    deviation = np.sqrt(0.95 * 0.05 / 500)  # of a binomial's share
    assert mean == pytest.approx(deviation * np.sqrt(2 / np.pi), rel=0.15)
    assert most == pytest.approx(deviation * 1.96, rel=0.15)


def test_more_pictures_of_the_same_drawings_do_not_lower_chance():
    confidence = np.full(500, 0.95, np.float32)
    ten_conditions = np.tile(confidence, (10, 1))
    assert error_by_chance(ten_conditions) == pytest.approx(error_by_chance(confidence))
    assert error_by_chance(ten_conditions.ravel())[0] < error_by_chance(confidence)[0]


def test_by_chance_what_was_not_answered_does_not_count():
    confidence = np.array([0.6, 0.8, 0.9])
    with_errors = np.array([0.6, 0.8, 0.9, 0, 0])
    expected = error_by_chance(confidence)
    assert error_by_chance(with_errors) == pytest.approx(expected, rel=0.15)


def test_no_answers_have_no_calibration_error():
    assert calibration_error(np.zeros((0, 11)), np.zeros(0)) == 0
