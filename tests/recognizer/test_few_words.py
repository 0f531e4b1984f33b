"""What answers and values are called where there is little room, or doubt."""

import pytest
from django.utils.translation import override

from recognizer.models import Prediction
from recognizer.templatetags.surety import few_words, in_few_words, remark


def answer(**fields):
    return Prediction(digit=10, confidence=0.97, probabilities=[0.97], **fields)


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("en", None, ""),
        ("en", 7, "Seven"),
        ("en", "42", "Forty-two"),
        ("en", "2024", "Two thousand and twenty-four"),
        ("en", "987654321012", "987654321012"),
        ("de", "42", "Zweiundvierzig"),
        ("de", "007777", "007777"),
    ],
)
def test_words_give_way_to_digits_where_they_are_long(language, value, words):
    with override(language):
        assert few_words(value) == words
        if isinstance(value, str):
            assert in_few_words(answer(number=value)) == words


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "quite sure, 97.0%"),
        ({"number": "42", "number_confidence": 0.5}, "not sure, 50.0%"),
        ({"several_digits": True}, "Draw them on one line, further apart."),
        ({"other_signs": True}, "I read only digits: no signs, points or letters."),
    ],
)
def test_a_remark_says_how_sure_it_is_or_what_helps(fields, sentence):
    assert remark(answer(**fields)) == sentence
