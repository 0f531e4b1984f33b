"""Which of the pens' labels to doubt, and which odd digits to keep."""

import numpy as np
import pytest

from ml.inference.networks import NOT_A_DIGIT
from ml.metrics.doubtful_labels import doubtful


def answers(*rows):
    """What a network says: rows of {class: probability}, the rest shared evenly."""
    probabilities = np.full((len(rows), 11), 1e-4)
    for row, given in zip(probabilities, rows, strict=True):
        for of_class, probability in given.items():
            row[of_class] = probability
    return probabilities / probabilities.sum(1, keepdims=True)


@pytest.fixture
def with_known():
    """Return a function that asks about rows among many that are read right."""

    def ask(rows, labels, writers):
        known = [*range(11)] * 5
        probabilities = answers(
            *rows, *({label: 0.95, (label + 1) % 11: 0.05} for label in known)
        )
        all_labels = np.array(labels + known)
        return doubtful(probabilities, all_labels, writers + ["somebody"] * len(known))

    return ask


def test_what_looks_like_another_digit_is_doubted(with_known):
    assert with_known([{1: 0.99}], [4], ["a"]) == {0: 1}


def test_half_a_character_among_symbols_is_doubted_too(with_known):
    assert with_known([{NOT_A_DIGIT: 0.6, 1: 0.39}], [4], ["a"]) == {0: 1}


def test_what_looks_like_no_digit_is_doubted_if_another_digit_is_likelier(with_known):
    line = {NOT_A_DIGIT: 0.98, 1: 0.01, 7: 0.009}
    assert with_known([line], [4], ["a"]) == {0: NOT_A_DIGIT}


def test_an_odd_digit_stays_that_is_the_likeliest_of_the_ten(with_known):
    crossed = {NOT_A_DIGIT: 0.99, 7: 0.009}
    assert with_known([crossed], [7], ["a"]) == {}


def test_a_symbol_that_looks_like_a_digit_is_doubted(with_known):
    assert with_known([{8: 0.99}], [NOT_A_DIGIT], ["a"]) == {0: 8}


def test_what_somebody_writes_by_habit_stays(with_known):
    hooked = {NOT_A_DIGIT: 0.98, 5: 0.01, 2: 0.005}
    assert with_known([hooked] * 3, [2] * 3, ["a"] * 3) == {}
    assert set(with_known([hooked] * 3, [2] * 3, ["a", "b", "c"])) == {0, 1, 2}


def test_a_slip_among_somebodys_good_ones_is_no_habit(with_known):
    slip, good = {1: 0.99}, {4: 0.99}
    assert with_known([slip, good, good], [4] * 3, ["a"] * 3) == {0: 1}
