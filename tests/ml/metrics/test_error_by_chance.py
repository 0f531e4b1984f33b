"""What calibration error a sample shows of a reader that is as good as its word."""

import numpy as np
import pytest

from ml.metrics.calibration import error_by_chance


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
