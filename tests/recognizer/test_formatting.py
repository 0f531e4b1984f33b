"""Numbers, digits and errors as people read them."""

from datetime import timedelta

import pytest

from recognizer.formatting import (
    digit_name,
    duration,
    first_sentence,
    percent,
    whole,
)


def test_shares_are_told_in_per_cent():
    assert percent(0.98765) == "98.8 %"
    assert whole(0.9) == "90 %"


@pytest.mark.parametrize(
    ("share", "text", "rounded"),
    [
        (1, "100.0 %", "100 %"),
        (0.9998, "> 99.9 %", "> 99 %"),
        (0.9994, "99.9 %", "> 99 %"),
        (0.0004, "< 0.1 %", "< 1 %"),
        (0, "0.0 %", "0 %"),
    ],
)
def test_only_all_is_100_per_cent_and_only_nothing_is_0(share, text, rounded):
    assert (percent(share), whole(share)) == (text, rounded)


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (timedelta(seconds=42), "42 s"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=3.1), "3.1 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=2), "2.0 days"),
        (timedelta(days=12), "12 days"),
    ],
)
def test_a_duration_has_the_unit_that_suits_it(time, text):
    assert duration(time) == text


def test_a_digit_is_called_by_its_number_and_what_is_none_as_one_likes():
    assert digit_name(7) == "7"
    assert digit_name(10) == "none"
    assert digit_name(10, none="not a digit") == "not a digit"


def test_of_nested_errors_the_first_is_told():
    errors = {"images": [{"image": ["No picture.", "Too large."]}], "keep": ["No."]}
    assert first_sentence(errors) == "No picture."
    assert first_sentence("Alone.") == "Alone."
