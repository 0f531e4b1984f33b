"""A drawing's page says how sure an answer is as the draw page did."""

import pytest
from django.utils import translation

from recognizer.templatetags.surety import how_sure, per_cent


@pytest.mark.parametrize(
    ("confidence", "words"),
    [  # as in tests/browser/test_answer.py
        (1, "very sure, 99.9%"),
        (0.99, "very sure, 99.0%"),
        (0.93, "quite sure, 93.0%"),
        (0.65, "fairly sure, 65.0%"),
        (0.55, "not sure, 55.0%"),
    ],
)
def test_how_sure_an_answer_is_stands_in_words(confidence, words):
    assert how_sure(confidence) == words


def test_a_share_is_written_as_its_language_does():
    with translation.override("de"):
        assert per_cent(0.98765) == "98,8\u00a0%"
