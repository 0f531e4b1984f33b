"""Answers that a test makes the server give, and questions that it holds back."""

from ml.inference.networks import NOT_A_DIGIT, WORDS
from tests.support.drawings import data_url, png

PREDICTIONS = "**/api/v1/predictions/"
PICTURE, PNG = "**/drawings/*/picture.png", "image/png"
SO_FAR = "**/api/v1/predictions/?keep=false"


def reply(digit=4, confidence=0.7, **fields):
    """The API's answer of a digit, or of None: not a digit."""
    place = NOT_A_DIGIT if digit is None else digit
    probabilities = [(1 - confidence) / 10] * 11
    probabilities[place] = confidence
    return {
        "id": "5d2a3a4e-0000-4000-8000-000000000000",
        "digit": digit,
        "number": None if digit is None else str(digit),
        "word": WORDS[place],
        "confidence": confidence,
        "probabilities": probabilities,
        "second": None,
        "several_digits": False,
        "other_signs": False,
        "parts": [],
        "version": "base",
        "tile": data_url(png()),
        "claim": None,
    } | fields


def answer_with(page, **fields):
    """Each drawing that is submitted is answered so; its picture is a seven."""
    page.route(
        PREDICTIONS, lambda route: route.fulfill(status=201, json=reply(**fields))
    )
    page.route(PICTURE, lambda route: route.fulfill(body=png(), content_type=PNG))


class Held:
    """The routes of questions that are held back; each is waited for."""

    def __init__(self, page):
        self.page = page
        self.routes = []

    def __getitem__(self, number):
        for _ in range(500):
            if len(self.routes) > number:
                return self.routes[number]
            self.page.wait_for_timeout(20)
        raise AssertionError(f"The page asked {len(self.routes)} questions.")


def hold(page, address, times=1):
    """Hold back the next questions to an address."""
    held = Held(page)
    page.route(address, lambda route: held.routes.append(route), times=times)
    return held


def count_questions(page):
    """Returns a list that grows by each question that the page asks the API."""
    questions = []

    def note(request):
        if request.method == "POST" and "/predictions/" in request.url:
            questions.append(request.url)

    page.on("request", note)
    return questions
