"""Failures outside of views: JSON for programs, a page for people."""

import uuid
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from digitsite.problem_types import NO_DATABASE
from digitsite.problems import answer_failure

PREDICTIONS = "/api/v1/predictions/"
NOBODYS = f"{PREDICTIONS}{uuid.UUID(int=0)}/"


def fail(path):
    request = RequestFactory().get(path)
    return answer_failure(request, NO_DATABASE, "Try again.", Retry_After="5")


def test_a_program_is_told_in_problem_json():
    response = fail("/api/v1/predictions/")
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == "5"
    assert b'"detail": "Try again."' in response.content


def test_a_person_is_told_on_a_page():
    response = fail("/")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert b"<p>Try again.</p>" in response.content


def is_problem(response, status, sentence):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert sentence in response.json()["detail"]


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/", "/api/nowhere", f"{PREDICTIONS}7/", "/api/%00"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_no_such_address_is_a_problem(db, path, method):
    is_problem(Client().generic(method, path), 404, "Nothing is at this address.")


def test_a_person_sees_a_page_of_no_such_address(db):
    response = Client().get("/nowhere")
    assert response.status_code == 404
    assert b"Nothing is here" in response.content


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"HTTP_HOST": "evil.example"}, 400, "another name"),
        ({"data": dict.fromkeys(map(str, range(1100)), "")}, 400, "too many fields"),
        ({"data": {str(n): BytesIO(b"x") for n in range(101)}}, 400, "too many files"),
    ],
)
def test_what_django_refuses_is_a_problem(api, sent, status, sentence):
    is_problem(Client().post(PREDICTIONS, **sent), status, sentence)


@pytest.mark.parametrize("host", ["evil.example", "a b", ""])
def test_another_host_is_told_so_on_the_page(db, host):
    response = Client().get("/", HTTP_HOST=host)
    assert response.status_code == 400
    assert b"<h1>That did not work</h1>" in response.content
    assert b"This site has another name." in response.content


def test_a_fault_of_ours_is_a_problem(api, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("recognizer.api.base.identity_of", fail)
    client = Client(raise_request_exception=False)
    is_problem(client.get(NOBODYS), 500, "The fault is ours")


def test_the_log_has_our_faults_alone(api, monkeypatch, caplog):
    """A stranger cannot fill it."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.get("/", HTTP_HOST="evil.example")
    client.post(PREDICTIONS, dict.fromkeys(map(str, range(1100)), ""))
    client.post("/admin/login/")
    assert not caplog.records
    monkeypatch.setattr("recognizer.api.base.identity_of", lambda request: 1 / 0)
    client.get(NOBODYS)
    (record,) = caplog.records
    assert record.exc_info[0] is ZeroDivisionError


def test_a_form_without_its_token_is_told_so(db):
    response = Client(enforce_csrf_checks=True).post("/admin/login/")
    assert response.status_code == 403
    assert b"This form is too old" in response.content


def test_who_may_not_is_told_so(db):
    browser = Client()
    browser.force_login(User.objects.create_user("ben", is_staff=True))
    response = browser.get("/admin/recognizer/drawing/review/")
    assert response.status_code == 403
    assert b"You may not do that." in response.content


@pytest.mark.parametrize(
    "cursor", ["x", "cD0%3D", "cD1hYmM%3D", "cD0A", "cD3Zow%3D%3D"]
)
def test_a_damaged_cursor_is_a_problem(api, cursor):
    response = api.get(f"/api/v1/versions/?cursor={cursor}")
    is_problem(response, 400, "The cursor is damaged.")
