"""What an answer says beside the digit: the second guess, and a number's parts."""

import pytest
from PIL import Image

from recognizer.api.answers import second_guess
from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing, ModelVersion, Prediction
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
def test_a_number_is_read_with_its_parts(api, query):
    answer = post(api, png(side_by_side("42"), pen=10), query)
    assert (answer["digit"], answer["number"]) == (None, "42")
    assert answer["word"] == "Forty-two"
    assert answer["several_digits"] is True
    assert answer["second"] is None
    assert 0.5 < answer["confidence"] <= 1
    four, two = answer["parts"]
    assert (four["digit"], two["digit"]) == (4, 2)
    assert four["box"][0] + four["box"][2] <= two["box"][0]


def test_a_box_is_in_pixels_of_the_picture(api):
    strokes = side_by_side("42")
    small, large = (
        post(api, png(strokes, pen=10 * times, page=(400 * times, 400 * times)))
        for times in (1, 3)
    )
    for part, larger in zip(small["parts"], large["parts"], strict=True):
        assert larger["box"] == pytest.approx([3 * side for side in part["box"]], abs=9)


def test_a_number_is_said_in_the_visitors_language(api):
    picture = png(side_by_side("42"), pen=10)
    api.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    assert post(api, picture)["word"] == "Zweiundvierzig"


def test_a_number_is_kept_with_its_parts_and_said_so_again(api):
    answer = post(api, png(side_by_side("42"), pen=10))
    kept = Prediction.objects.get()
    assert (kept.digit, kept.number, kept.answer_value) == (10, "42", "42")
    assert kept.parts == answer["parts"]
    assert api.get(answer["url"]).json() == answer


@pytest.mark.parametrize("strokes", [SEVEN, [[(0, 0), (1, 1)], [(0, 1), (1, 0)]]])
def test_nothing_else_is_several_digits(api, strokes):
    answer = post(api, png(strokes))
    assert answer["several_digits"] is False
    assert answer["word"] != "Several digits"


def test_a_digit_is_not_taken_apart(db, monkeypatch):
    monkeypatch.setattr("ml.numbers.drawing_answer.read_number", None)
    for strokes in DIGITS.values():
        assert not recognise(png(strokes)).several_digits


def test_a_drawings_page_is_that_of_its_id(api):
    answer = post(api, png(SEVEN))
    assert answer["page"] == f"http://testserver/drawings/{answer['id']}/"


def test_a_number_that_looks_like_a_digit_keeps_its_probabilities(api):
    """An 11 may be answered as some digit by the network, and as a number by us."""
    answer = post(api, png(side_by_side("42"), pen=10))
    Prediction.objects.all().delete()
    shares = [0.9, *[0.01] * 10]
    read = Prediction(
        drawing=Drawing.objects.get(),
        version=ModelVersion.objects.get(name="base"),
        digit=10,
        confidence=0.01,
        probabilities=shares,
        given=True,
        number="42",
        number_confidence=0.95,
        parts=answer["parts"],
        several_digits=True,
    )
    read.save()
    again = api.get(answer["url"]).json()
    assert again["probabilities"] == shares
    assert (again["number"], again["confidence"]) == ("42", 0.95)
