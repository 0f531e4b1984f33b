"""Whoever drew it, and nobody else, can see, claim and delete a drawing."""

import pytest
from rest_framework.test import APIClient

from recognizer.models import Drawing, Prediction, Reason
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
    for digit, number, kept, word in [
        (1, "1", 1, "One"),
        (None, None, 10, "Not a digit"),
    ]:
        assert claim(api, answer, digit).json() == {
            "id": answer["id"],
            "digit": digit,
            "number": number,
            "word": word,
        }
        assert Drawing.objects.get().claim == kept


def test_a_claim_may_be_a_number(api, answer):
    url = answer["url"] + "claim/"
    reply = api.post(url, {"number": "042"}, format="json").json()
    assert (reply["digit"], reply["number"]) == (None, "042")
    assert reply["word"] == "Zero forty-two"
    assert Drawing.objects.get().claim_value == "042"
    assert api.get(answer["url"]).json()["claim"]["number"] == "042"
    claim(api, answer, 1)
    assert Drawing.objects.get().claim_value == 1


@pytest.mark.parametrize(
    "body",
    [
        {"number": ""},
        {"number": "-7"},
        {"number": "1" * 13},
        {"number": 42},
        {"number": None},
        {"number": "\u0664\u0662"},
        {"number": "42", "digit": 4},
        {},
    ],
)
def test_no_other_number_is_claimed(api, answer, body):
    response = api.post(answer["url"] + "claim/", body, format="json")
    assert response.status_code == 400
    assert Drawing.objects.get().claim_value is None


def test_a_claim_changes_neither_prediction_nor_label(api, answer):
    claim(api, answer, 1)
    assert Prediction.objects.get().digit == 7
    assert Drawing.objects.get().label is None


def test_a_claim_can_be_taken_back(api, answer):
    claim(api, answer, 1)
    assert Drawing.objects.get().waits_for == Reason.CLAIM
    for _ in range(2):  # also where there is none any more
        assert api.delete(answer["url"] + "claim/").status_code == 204
    drawing = Drawing.objects.get()
    assert (drawing.claim, drawing.waits_for) == (None, None)
    assert api.get(answer["url"]).json() == answer


def test_others_cannot_take_it_back(api, answer):
    claim(api, answer, 1)
    assert APIClient().delete(answer["url"] + "claim/").status_code == 404
    assert Drawing.objects.get().claim == 1


NO_DIGITS = ["seven", "", "10", "07", "+7", "0_7", " 7", "7.0", "\u0667", "null"]


@pytest.mark.parametrize(
    "digit", [10, -1, 1.5, 7.0, [], {}, True, 10**30, "7", *NO_DIGITS]
)
def test_what_is_not_a_digit_cannot_be_claimed(api, answer, digit):
    assert is_no_digit(claim(api, answer, digit))


@pytest.mark.parametrize("digit", NO_DIGITS)
def test_a_form_claims_one_digit_in_ascii(api, answer, digit):
    body = {"digit": digit}
    assert is_no_digit(api.post(answer["url"] + "claim/", body, format="multipart"))
    body = {"digit": "7"}
    kept = api.post(answer["url"] + "claim/", body, format="multipart")
    assert kept.json()["digit"] == Drawing.objects.get().claim == 7


def is_no_digit(response):
    assert response.status_code == 400
    assert "0 to 9" in response.json()["detail"]
    return Drawing.objects.get().claim is None


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


@pytest.mark.parametrize("path", ["/", "/drawings/", "/about/", "/about/network/"])
def test_a_look_sets_no_cookie(api, path):
    assert not api.get(path).cookies


def test_the_cookie_comes_with_the_first_drawing_that_is_kept(api):
    body = {"image": data_url(png(ONE))}
    assert "visitor" in api.post("/api/v1/predictions/", body, format="json").cookies


def test_another_sites_form_takes_no_drawings_away(api, answer):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
    body = {"image": data_url(png(ONE))}
    response = api.post("/api/v1/predictions/", body, headers=headers)
    assert response.status_code == 201
    assert not response.cookies
    assert api.get(answer["url"]).status_code == 200
    assert api.get(response.json()["url"]).status_code == 404  # it is nobody's


@pytest.mark.parametrize("end", ["", "/"])
def test_the_last_slash_may_be_missing(api, end):
    body = {"image": data_url(png(SEVEN))}
    url = api.post(f"/api/v1/predictions{end}", body, format="json").json()["url"]
    assert url.endswith("/")
    url = url.removesuffix("/")
    assert api.post(f"{url}/claim{end}", {"digit": 1}, format="json").json()["digit"]
    assert api.get(url + end).status_code == 200
    assert api.delete(url + end).status_code == 204


def test_what_is_one_persons_is_kept_by_no_cache(api, answer):
    for url in (answer["url"], "/", "/admin/login/"):
        assert "private" in api.get(url)["Cache-Control"]
    of_nobody = APIClient().get(answer["url"])
    assert of_nobody.status_code == 404
    assert "no-cache" in of_nobody["Cache-Control"]
