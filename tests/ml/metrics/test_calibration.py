"""How well confidence fits accuracy, in bins; what makes it fit, and what refuses."""

import numpy as np
import pytest

from ml.inference.classifier import decide_all, logits_to_probabilities, softmax
from ml.inference.networks import NOT_A_DIGIT
from ml.metrics.calibration import (
    calibrate,
    calibration_bins,
    calibration_error,
    calibration_table,
    fit_temperature,
    log_loss,
    refusal_lead,
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


def with_leads(digits, others):
    """Logits in which the eleventh leads the likeliest digit by so much; labels."""
    leads = np.concatenate([digits, others])
    logits = np.full((len(leads), 11), -30, np.float32)
    logits[:, 3], logits[:, NOT_A_DIGIT] = 0, leads
    return logits, np.repeat([3, NOT_A_DIGIT], [len(digits), len(others)])


def true_to_its_word(n=4000, prior=0.0):
    """Logits, and labels that follow from them once `prior` is added to the last."""
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (n, 11)).astype(np.float32)
    shifted = logits + prior * (np.arange(11) == NOT_A_DIGIT)
    return logits, np.array([rng.choice(11, p=row) for row in softmax(shifted)])


def refused(logits, labels):
    """How many digits and how many others the calibrated version refuses."""
    answers = decide_all(logits_to_probabilities(logits, *calibrate(logits, labels)))
    no_digit = labels == NOT_A_DIGIT
    return [int((answers[rows] == NOT_A_DIGIT).sum()) for rows in (~no_digit, no_digit)]


def test_the_temperature_undoes_what_made_answers_too_sure():
    logits, labels = true_to_its_word()
    found = fit_temperature(3 * logits, labels)
    assert found == pytest.approx(3, rel=0.1)
    assert log_loss(softmax(3 * logits / found), labels) < log_loss(
        softmax(3 * logits), labels
    )
    assert calibration_error(softmax(3 * logits / found), labels) < 0.03


def test_at_most_two_digits_of_a_thousand_are_refused():
    drawings = with_leads(np.linspace(-9, 1, 5000), np.linspace(0, 9, 1000))
    assert refused(*drawings) == [10, 891]


def test_no_digit_is_refused_for_nothing():
    drawings = with_leads(np.linspace(-9, -3, 2000), np.linspace(1, 5, 50))
    assert refusal_lead(*drawings) == pytest.approx(-1)  # halfway
    assert refused(*drawings) == [0, 50]


def test_what_no_allowed_lead_refuses_costs_no_digit():
    drawings = with_leads(np.linspace(-9, 2, 2000), np.linspace(-9, -5, 50))
    assert refused(*drawings) == [0, 0]


def test_the_temperature_fits_what_is_shown_for_digits():
    logits, labels = true_to_its_word(prior=-1)
    lead, (temperature, _) = refusal_lead(logits, labels), calibrate(logits, labels)

    def loss(temperature):
        threshold = 1 / (1 + np.exp(-lead / temperature))
        shares = logits_to_probabilities(logits, temperature, threshold)
        digits = labels != NOT_A_DIGIT
        return log_loss(shares[digits], labels[digits])

    assert loss(temperature) < min(loss(temperature * 1.1), loss(temperature / 1.1))


def test_letters_that_pass_for_digits_leave_digits_as_sure_as_they_were():
    logits, labels = true_to_its_word()
    digits = labels != NOT_A_DIGIT
    alone = fit_temperature(logits[digits, :10], labels[digits])
    letters = np.tile(20 * np.eye(11, dtype=np.float32)[7], (len(labels), 1))
    among = np.r_[logits[digits], letters], np.r_[labels[digits], labels * 0 + 10]
    assert calibrate(*among)[0] == pytest.approx(alone, rel=0.1)


def test_without_what_is_no_digit_nothing_is_shifted():
    logits, labels = true_to_its_word()
    digits = labels != NOT_A_DIGIT
    assert calibrate(logits[digits], labels[digits])[1] == 0.5
    assert calibrate(logits[digits, :10], labels[digits])[1] == 0.5
