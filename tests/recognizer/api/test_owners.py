"""Whoever drew it, and nobody else, can see, claim and delete a drawing."""

import pytest
from rest_framework.test import APIClient

from recognizer.models import Drawing, Prediction
from tests.support.drawings import ONE, SEVEN, data_url, png

pytestmark = pytest.mark.database


@pytest.fixture
def answer(api):
    body = {"image": data_url(png(SEVEN))}
    return api.post("/api/v1/predictions/", body, format="json").json()


def claim(client, answer, digit):
    return client.post(answer["url"] + "claim/", {"digit": digit}, format="json")


def test_the_answer_can_be_read_again(api, answer):
    assert api.get(answer["url"]).json() == answer


def test_a_claim_is_kept_and_can_change(api, answer):
    for digit, kept, word in [(1, 1, "One"), (None, 10, "Not a digit")]:
        response = claim(api, answer, digit)
        assert response.json() == {"id": answer["id"], "digit": digit, "word": word}
        assert Drawing.objects.get().claim == kept


def test_a_claim_changes_neither_prediction_nor_label(api, answer):
    claim(api, answer, 1)
    assert Prediction.objects.get().digit == 7
    assert Drawing.objects.get().label is None


@pytest.mark.parametrize("digit", [10, -1, "seven", 1.5, [], True])
def test_what_is_not_a_digit_cannot_be_claimed(api, answer, digit):
    response = claim(api, answer, digit)
    assert response.status_code == 400
    assert "0 to 9" in response.json()["detail"]
    assert Drawing.objects.get().claim is None


@pytest.mark.parametrize("method", ["get", "delete"])
def test_a_drawing_is_hidden_from_others(answer, method):
    response = getattr(APIClient(), method)(answer["url"])
    assert response.status_code == 404
    assert Drawing.objects.exists()


def test_others_cannot_claim_it(answer):
    assert claim(APIClient(), answer, 1).status_code == 404


def test_a_forged_cookie_owns_nothing(answer):
    owner = Drawing.objects.get().owner
    forger = APIClient()
    forger.cookies["visitor"] = f"{owner}:1a2b3c:forged"
    assert forger.get(answer["url"]).status_code == 404


def test_a_client_without_cookies_owns_nothing_of_other_such_clients(api, answer):
    Drawing.objects.update(owner="")
    assert APIClient().get(answer["url"]).status_code == 404


def test_its_owner_can_delete_it_whole(api, answer):
    assert api.delete(answer["url"]).status_code == 204
    assert not Drawing.objects.exists()
    assert not Prediction.objects.exists()


def test_one_visitor_stays_one_owner(api, answer):
    body = {"image": data_url(png(ONE))}
    second = api.post("/api/v1/predictions/", body, format="json")
    assert "visitor" not in second.cookies
    assert Drawing.objects.values("owner").distinct().count() == 1


def test_a_visitor_of_the_page_is_known_before_the_first_drawing(api):
    assert "visitor" in api.get("/").cookies
    body = {"image": data_url(png(ONE))}
    assert (
        "visitor" not in api.post("/api/v1/predictions/", body, format="json").cookies
    )
