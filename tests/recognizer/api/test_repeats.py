"""The same picture of the same visitor is kept once."""

import pytest
from rest_framework.test import APIClient

from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing, Prediction
from tests.support.commands import command
from tests.support.drawings import ONE, SEVEN, data_url, png

URL = "/api/v1/predictions/"
pytestmark = [pytest.mark.database, pytest.mark.django_db]


def post(client, picture=None):
    body = {"image": data_url(picture or png(SEVEN))}
    return client.post(URL, body, format="json")


def test_the_same_picture_again_gets_the_kept_answer(api):
    first, again = post(api), post(api)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert again["Location"] == first["Location"]
    assert Prediction.objects.count() == Drawing.objects.count() == 1


def test_another_picture_is_another_drawing(api):
    post(api)
    assert post(api, png(ONE)).status_code == 201


def test_another_visitors_same_picture_is_another_drawing(api):
    post(api)
    assert post(APIClient()).status_code == 201
    assert Drawing.objects.count() == 2


def test_after_it_is_deleted_it_is_kept_anew(api):
    first = post(api).json()
    api.delete(first["url"])
    again = post(api)
    assert again.status_code == 201
    assert again.json()["id"] != first["id"]


def test_the_answer_given_stays_after_a_promotion(api):
    first = post(api).json()
    command("promote", "seed75", "--why", "to compare with")
    assert post(api).json() == first
    assert Prediction.objects.count() == 1


def test_the_kept_answer_comes_with_its_claim(api):
    api.post(post(api).json()["url"] + "claim/", {"digit": 1}, format="json")
    assert post(api).json()["claim"] == {"digit": 1, "number": "1", "word": "One"}


def test_nobodys_drawings_are_kept_each_time(db):
    answers = [recognise(png(SEVEN)) for _ in range(2)]
    assert not any(answer.is_repeat for answer in answers)
    assert Drawing.objects.count() == 2
