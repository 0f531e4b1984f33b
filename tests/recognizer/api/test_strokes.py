"""Where a drawing came from, and where the pen went, are kept with it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from recognizer.models import Drawing, Source
from tests.support.drawings import SEVEN, data_url, png

URL = "/api/v1/predictions/"
STROKES = [[[1, 2], [3.14159, -4]], [[0.125, 5]]]
pytestmark = pytest.mark.database


def post(api, strokes, **headers):
    body = {"image": data_url(png(SEVEN)), "strokes": strokes}
    return api.post(URL, body, format="json", headers=headers)


def is_refused(response, sentence):
    assert response.status_code == 400, response.content
    assert sentence in response.json()["detail"]
    return not Drawing.objects.exists()


def test_strokes_are_kept_to_a_hundredth_of_a_pixel(api):
    assert post(api, STROKES).status_code == 201
    assert Drawing.objects.get().strokes == [[[1, 2], [3.14, -4]], [[0.12, 5]]]


def test_a_form_sends_strokes_as_json(api):
    file = SimpleUploadedFile("seven.png", png(SEVEN), "image/png")
    body = {"image": file, "strokes": json.dumps(STROKES)}
    assert api.post(URL, body, format="multipart").status_code == 201
    assert Drawing.objects.get().strokes[0][1] == [3.14, -4]


@pytest.mark.parametrize("strokes", [None, []])
def test_no_strokes_are_none(api, strokes):
    assert post(api, strokes).status_code == 201
    assert Drawing.objects.get().strokes is None


@pytest.mark.parametrize(
    "strokes",
    ["a line", "[" * 100_000, [[7]], [[[1, 10**400]]], "[[[1, NaN]]]"],
    ids=lambda strokes: str(strokes)[:20],
)
def test_what_are_no_strokes_is_refused(api, strokes):
    assert is_refused(post(api, strokes), "list of points [x, y]")


def test_too_many_points_are_refused(api):
    assert is_refused(post(api, [[[1, 2]] * 20_001]), "at most 20,000")
    assert post(api, [[[1, 2]] * 10_000] * 2).status_code == 201


@pytest.mark.parametrize(
    ("header", "source"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, Source.PAGE),
        ({"Sec-Fetch-Site": "cross-site"}, Source.API),
        ({"Sec-Fetch-Site": "none"}, Source.API),
        ({}, Source.API),
    ],
)
def test_a_drawing_of_our_own_page_is_known_as_such(api, header, source):
    post(api, None, **header)
    assert Drawing.objects.get().source == source
