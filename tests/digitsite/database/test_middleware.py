"""A database that is down is a 503 in words; the drawing page does not need it."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory

from digitsite.database.middleware import seconds_for
from tests.support.drawings import data_url, png

LOGIN = "/admin/login/?next=/admin/"


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def down(django_db_setup, django_db_blocker, monkeypatch):
    """Nobody listens where the database was."""
    connection.close()
    for name, value in {"HOST": "127.0.0.1", "PORT": "1"}.items():
        monkeypatch.setitem(connection.settings_dict, name, value)
    with django_db_blocker.unblock():
        yield
    connection.close()


def test_a_visitor_is_told_to_try_again(down, client):
    body = {"image": data_url(png())}
    response = client.post("/api/v1/predictions/", body, "application/json")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"].startswith("The database does not answer.")


def test_staff_are_told_on_a_page(down, client):
    form = {"username": "anna", "password": "secret"}
    response = client.post("/admin/login/", form)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert b"<p>The database does not answer. Try again in" in response.content


def test_only_what_needs_it_fails(down, client):
    codes = [client.get(path).status_code for path in ("/", "/livez", "/readyz")]
    assert codes == [200, 200, 503]
    reason = b"database: The database does not answer.\n"
    assert client.get("/readyz").content == reason


@pytest.mark.parametrize("failure", [OperationalError, InterfaceError])
def test_a_session_that_cannot_be_saved_is_a_503(client, admin_user, failure):
    """Django's middleware saves it, after the view."""

    def fail_at_sessions(execute, sql, *arguments):
        if sql.startswith('UPDATE "django_session"'):
            raise failure("The connection is closed.")
        return execute(sql, *arguments)

    client.get("/admin/login/")
    with connection.execute_wrapper(fail_at_sessions):
        response = client.post(LOGIN, {"username": "admin", "password": "password"})
    assert (response.status_code, response["Retry-After"]) == (503, "5")


def test_staff_may_ask_the_database_for_longer(settings):
    def limit(path):
        return seconds_for(RequestFactory().get(path))

    assert limit("/api/v1/predictions/") == settings.STATEMENT_SECONDS == 5
    assert limit("/admin/recognizer/drawing/doctor/") == 60
