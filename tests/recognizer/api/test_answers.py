"""What an answer says beside the digit: the second guess, and several digits."""

import pytest
from PIL import Image

from recognizer.api.answers import second_guess
from recognizer.drawings.recognition import recognise
from recognizer.models import Prediction
from tests.support.drawings import DIGITS, SEVEN, data_url, encode, png
from tests.support.mnist import digits
from tests.support.numbers import side_by_side

URL = "/api/v1/predictions/"
pytestmark = pytest.mark.django_db


def post(api, picture, query=""):
    body = {"image": data_url(picture)}
    return api.post(f"{URL}{query}", body, format="json").json()


def test_a_clear_digit_has_no_second_guess(api):
    assert post(api, png(SEVEN))["second"] is None


@pytest.mark.parametrize(
    ("shares", "digit", "second"),
    [
        ({8: 0.7, 3: 0.2}, 8, {"digit": 3, "word": "Three", "confidence": 0.2}),
        ({8: 0.8, 3: 0.19}, 8, None),
        ({8: 0.5, 3: 0.5}, 8, {"digit": 3, "word": "Three", "confidence": 0.5}),
        (
            {0: 0.6, 10: 0.4},
            0,
            {"digit": None, "word": "Not a digit", "confidence": 0.4},
        ),
        ({10: 0.6, 0: 0.4}, 10, {"digit": 0, "word": "Zero", "confidence": 0.4}),
    ],
)
def test_a_second_guess_is_a_quarter_as_probable_at_least(shares, digit, second):
    probabilities = [shares.get(digit, 0.0) for digit in range(11)]
    assert second_guess(digit, probabilities) == second


def test_a_second_guess_of_the_network_is_among_its_probabilities(api):
    between = (Image.fromarray(255 - digit).resize((280, 280)) for digit in digits().x)
    halves = [Image.blend(*pair, 0.5) for pair in zip(between, between, strict=False)]
    answers = [post(api, encode(picture)) for picture in halves[:20]]
    unsure = [answer for answer in answers if answer["second"]]
    assert unsure
    for answer in unsure:
        second = sorted(answer["probabilities"])[-2]
        assert (
            answer["second"]["confidence"] == second >= answer["confidence"] / 4 - 1e-6
        )


@pytest.mark.parametrize("query", ["", "?keep=false"])
def test_a_number_is_several_digits(api, query):
    answer = post(api, png(side_by_side("42"), pen=10), query)
    assert answer["several_digits"] is True
    assert (answer["digit"], answer["word"]) == (None, "Several digits")


def test_a_number_is_kept_as_no_digit_and_said_so_again(api):
    answer = post(api, png(side_by_side("42"), pen=10))
    assert Prediction.objects.get().digit == 10
    assert api.get(answer["url"]).json() == answer


@pytest.mark.parametrize("strokes", [SEVEN, [[(0, 0), (1, 1)], [(0, 1), (1, 0)]]])
def test_nothing_else_is_several_digits(api, strokes):
    answer = post(api, png(strokes))
    assert answer["several_digits"] is False
    assert answer["word"] != "Several digits"


def test_a_digit_is_not_taken_apart(db, monkeypatch):
    monkeypatch.setattr("recognizer.drawings.recognition.shows_several_digits", None)
    for strokes in DIGITS.values():
        assert not recognise(png(strokes)).several_digits


def test_a_drawings_page_is_that_of_its_id(api):
    answer = post(api, png(SEVEN))
    assert answer["page"] == f"http://testserver/drawings/{answer['id']}/"
