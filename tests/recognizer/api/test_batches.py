"""POST /api/v1/predictions/batch/: many pictures, each answered on its own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.test import APIClient

from recognizer.models import Drawing, Prediction, Promotion
from tests.support.drawings import (
    DIGITS,
    ONE,
    SEVEN,
    blank_png,
    data_url,
    encode,
    handmade_png,
    png,
)
from tests.support.numbers import side_by_side

URL = "/api/v1/predictions/batch/"
pytestmark = [pytest.mark.database, pytest.mark.django_db]


def send(api, *pictures, query=""):
    images = [p if isinstance(p, str) else data_url(p) for p in pictures]
    return api.post(f"{URL}{query}", {"images": images}, format="json")


def results(api, *pictures, **how):
    reply = send(api, *pictures, **how)
    assert reply.status_code == 200, reply.content
    return reply.json()["results"]


def test_each_is_answered_in_order_as_it_would_be_alone(api):
    digits = [3, 1, 7, 1, 4]
    answers = results(api, *(png(DIGITS[digit], pen=12) for digit in digits))
    assert [answer["digit"] for answer in answers] == digits
    for answer in answers:
        assert api.get(answer["url"]).json() == answer


@pytest.mark.parametrize("query", ["", "?keep=false"])
def test_numbers_are_read_beside_digits(api, query):
    pictures = png(side_by_side("42"), pen=10), png(), png(side_by_side("007"), pen=10)
    answers = results(api, *pictures, query=query)
    assert [answer["number"] for answer in answers] == ["42", "7", "007"]
    assert [len(answer["parts"]) for answer in answers] == [2, 0, 3]
    kept = Prediction.objects.order_by("pk").values_list("number", flat=True)
    assert list(kept) == ([] if query else ["42", "", "007"])


def test_a_form_sends_several_files(api):
    files = [SimpleUploadedFile("x.png", png(DIGITS[d]), "image/png") for d in (1, 7)]
    reply = api.post(URL, {"image": files}, format="multipart")
    assert [answer["digit"] for answer in reply.json()["results"]] == [1, 7]


def test_a_bad_picture_spoils_no_other(api):
    bomb = handmade_png(30_000, 30_000, b"")
    wide = encode(Image.new("1", (4097, 8)))
    bad = [b"hello", blank_png(), bomb, wide, png(ONE)[:300], "x"]
    answers = results(api, png(SEVEN), *bad, png(ONE))
    of_bad = [(a["status"], a["type"].split("/")[-2]) for a in answers[1:-1]]
    assert of_bad == [
        (400, "not-a-picture"),
        (422, "blank"),
        (413, "too-large"),
        (413, "too-large"),
        (400, "not-a-picture"),
        (400, "not-a-picture"),
    ]
    assert answers[2]["detail"] == "The drawing is empty."
    assert (answers[0]["digit"], answers[-1]["digit"]) == (7, 1)
    assert Drawing.objects.count() == 2


@pytest.mark.parametrize("item", [None, 7, [], {}, True, ""])
def test_what_is_no_text_is_one_bad_picture(api, item):
    body = {"images": [item, data_url(png(SEVEN))]}
    answers = api.post(URL, body, format="json").json()["results"]
    assert [answer.get("status") for answer in answers] == [400, None]


@pytest.mark.parametrize(
    "body", [{}, {"images": []}, {"images": "x"}, {"images": {}}, [], "x", 7]
)
def test_a_batch_is_a_list_of_one_picture_at_least(api, body):
    reply = api.post(URL, body, format="json")
    assert reply.status_code == 400
    assert "in the list 'images'" in reply.json()["detail"]


def test_64_are_taken_and_65_refused(api):
    pictures = [png(SEVEN, place=(0.4 + n / 400, 0.5)) for n in range(65)]
    refused = send(api, *pictures)
    assert refused.status_code == 400
    assert "at most 64 pictures at once; these are 65" in refused.json()["detail"]
    assert not Drawing.objects.exists()
    assert [a["digit"] for a in results(api, *pictures[:64])] == [7] * 64
    assert Prediction.objects.count() == 64


def test_the_same_picture_twice_is_kept_once(api):
    first, other, again = results(api, png(SEVEN), png(ONE), png(SEVEN))
    assert first == again != other
    assert results(api, png(ONE), png(SEVEN)) == [other, first]
    assert Drawing.objects.count() == 2


def test_who_is_new_gets_a_cookie_and_owns_all_of_it(api):
    reply = send(api, png(SEVEN), png(ONE))
    assert "visitor" in reply.cookies
    assert len(api.get("/api/v1/predictions/").json()["results"]) == 2
    assert APIClient().get(reply.json()["results"][0]["url"]).status_code == 404


def test_it_may_keep_nothing(api):
    reply = send(api, png(SEVEN), blank_png(), png(SEVEN), query="?keep=false")
    first, blank, again = reply.json()["results"]
    assert first == again
    assert (first["digit"], blank["status"], "id" in first) == (7, 422, False)
    assert not reply.cookies
    assert not Drawing.objects.exists()


def test_few_statements_keep_all(api, django_assert_max_num_queries):
    results(api, png(ONE))  # from now on a known visitor
    pictures = [png(SEVEN, pen=10 + n) for n in range(8)]
    with django_assert_max_num_queries(7):
        assert len(results(api, *pictures)) == 8


def test_without_a_version_none_is_answered(api):
    Promotion.objects.all().delete()
    assert send(api, png(SEVEN)).status_code == 503


def test_a_body_may_be_longer_than_of_one_picture(api, settings):
    settings.MAX_BODY_BYTES, settings.MAX_BATCH_BYTES = 10_000, 100_000
    pictures = [png(SEVEN, pen=10 + n) for n in range(8)]
    assert len(results(api, *pictures)) == 8
    settings.MAX_BATCH_BYTES = 20_000
    reply = send(api, *pictures)
    assert reply.status_code == 413
    assert "a batch has at most 0.02 MB" in reply.json()["detail"]


def test_a_picture_alone_is_no_batch(api):
    reply = api.post(URL, png(SEVEN), content_type="image/png")
    assert reply.status_code == 415
    assert "in the list 'images'" in reply.json()["detail"]


def test_a_large_body_leaves_its_pictures_their_memory(api, monkeypatch):
    monkeypatch.setattr("recognizer.api.batches.COPIES", 1_000_000)
    monkeypatch.setattr("ml.preprocessing.memory.PATIENCE", 0.01)
    large = encode(Image.new("L", (2000, 2000), 255))
    assert [answer["status"] for answer in results(api, large)] == [422]  # it is blank
