"""A program with a key: its drawings are its own, and its scopes are what it may do."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils.timezone import now
from rest_framework.test import APIClient

from recognizer.accounts.keys import revoke
from recognizer.models import Drawing, LabelChange, Scope, Source, Where
from tests.support.drawings import ONE
from tests.support.keys import URL, bearer, client_with, send

pytestmark = [pytest.mark.database, pytest.mark.django_db]
UNKNOWN = "dsk_" + "0" * 64


def refusal(response):
    """What a 401 says; also checks that it is one as it should be."""
    assert response.status_code == 401, response.content
    assert response["WWW-Authenticate"] == "Bearer"
    assert response["Content-Type"] == "application/problem+json"
    return response.json()["detail"]


def test_a_clients_drawing_is_its_own_and_sets_no_cookie():
    client, key = client_with()
    response = send(client)
    assert response.status_code == 201
    assert not response.cookies
    drawing = Drawing.objects.get()
    assert (drawing.owner, drawing.source) == (f"key:{key.pk}", Source.API)
    assert client.get(response.json()["url"]).status_code == 200
    assert len(client.get(URL).json()["results"]) == 1


@pytest.mark.parametrize("other", ["another client", "a visitor", "nobody"])
def test_a_clients_drawing_is_hidden_from_others(api, other):
    url = send(client_with()[0]).json()["url"]
    send(api, ONE)
    others = {
        "another client": client_with()[0],
        "a visitor": api,
        "nobody": APIClient(),
    }
    asker = others[other]
    assert asker.get(url).status_code == asker.delete(url).status_code == 404
    assert asker.post(url + "claim/", {"digit": 1}, format="json").status_code == 404


def test_a_key_counts_more_than_a_cookie(api):
    send(api)
    client, _ = client_with()
    client.cookies = api.cookies
    assert client.get(URL).json()["results"] == []
    assert client.delete(URL).status_code == 204
    assert Drawing.objects.count() == 1


def test_a_client_claims_and_deletes():
    client, _ = client_with()
    url = send(client).json()["url"]
    claim = client.post(url + "claim/", {"digit": 1}, format="json")
    assert claim.json()["digit"] == Drawing.objects.get().claim == 1
    assert client.delete(url).status_code == 204
    assert not Drawing.objects.exists()


@pytest.mark.parametrize("relation", ["cross-site", "same-origin"])
def test_a_key_that_a_page_sends_is_judged_as_any(relation):
    client, key = client_with()
    headers = {"Sec-Fetch-Site": relation, "Origin": "https://other.example"}
    assert send(client, **headers).status_code == 201
    drawing = Drawing.objects.get()
    assert (drawing.owner, drawing.source) == (key.owner, Source.API)


@pytest.mark.parametrize(
    "header",
    [
        f"Bearer {UNKNOWN}",
        "Bearer",
        "Bearer ",
        "bearer x y",
        "Bearer \xe4\x00",
        "BEARER 7",
    ],
)
def test_what_is_no_key_is_refused(header):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=header)
    for response in send(client), client.get(URL), client.get("/api/v1/versions/"):
        assert refusal(response) == "This key is not known."
    assert not Drawing.objects.exists()


def test_a_key_with_one_other_digit_is_not_known():
    client, _ = client_with()
    header = client._credentials["HTTP_AUTHORIZATION"]
    other = header[:-1] + ("0" if header[-1] != "0" else "1")
    assert "not known" in refusal(send(bearer(other.removeprefix("Bearer "))))


def test_another_scheme_is_a_proxys_and_none_of_ours():
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Basic dXNlcjpwYXNz")
    assert send(client).status_code == 201


def test_a_revoked_key_is_refused_at_once():
    client, key = client_with()
    assert send(client).status_code == 201
    revoke(key)
    assert refusal(send(client)) == "This key has been revoked."


def test_a_key_is_refused_from_when_it_expires():
    soon, _ = client_with(expires_at=now() + timedelta(minutes=1))
    past, _ = client_with(expires_at=now() - timedelta(seconds=1))
    assert send(soon).status_code == 201
    assert refusal(send(past)) == "This key has expired."


def test_a_key_ends_with_its_users_account(staff):
    client, _ = client_with(user=staff)
    assert send(client).status_code == 201
    staff.is_active = False
    staff.save()
    assert refusal(send(client)) == "The account of this key is closed."


@pytest.mark.parametrize(
    ("scope", "statuses"),
    [
        (Scope.PREDICT, {"post": 201, "get": 403, "delete": 204}),
        (Scope.READ, {"post": 403, "get": 200, "delete": 403}),
        (Scope.REVIEW, {"post": 403, "get": 403, "delete": 403}),
    ],
)
def test_a_key_may_do_what_its_scopes_say(scope, statuses):
    client, _ = client_with(scope)
    assert send(client).status_code == statuses["post"]
    assert client.get(URL).status_code == statuses["get"]
    assert client.delete(URL).status_code == statuses["delete"]
    assert client.get("/api/v1/versions/").status_code == 200  # for anyone


def test_a_missing_scope_is_named():
    response = send(client_with(Scope.READ)[0])
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "This key has no scope 'predict'."


@pytest.fixture
def reviewer(django_user_model):
    user = django_user_model.objects.create_user("anna", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_drawing"))
    return user


def label(client, answer):
    return client.post(answer["url"] + "label/", {"digit": 7}, format="json")


def test_a_reviewing_key_labels_as_its_user(api, reviewer):
    client, _ = client_with(Scope.REVIEW, user=reviewer)
    answer = send(api).json()
    assert label(client, answer).json()["digit"] == 7
    change = LabelChange.objects.get()
    assert (change.by, change.where) == (reviewer, Where.API)


def test_a_reviewing_key_may_no_more_than_its_user(api, reviewer, django_user_model):
    answer = send(api).json()
    colleague = django_user_model.objects.create_user("ben", is_staff=True)
    for client, _ in (
        client_with(Scope.REVIEW, user=colleague),
        client_with(Scope.REVIEW),
        client_with(Scope.PREDICT, Scope.READ, user=reviewer),
    ):
        assert label(client, answer).status_code == 403
    assert not LabelChange.objects.exists()
