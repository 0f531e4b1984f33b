"""A database that is down is a 503 in words; the drawing page does not need it."""

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from digitsite.database.middleware import DatabaseMiddleware, seconds_for
from tests.support.drawings import data_url, png


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


def test_a_fault_of_ours_stays_one():
    middleware = DatabaseMiddleware(lambda request: None)
    request = RequestFactory().get("/")
    assert middleware.process_exception(request, ValueError()) is None
    assert middleware.process_exception(request, OperationalError()).status_code == 503


def test_staff_may_ask_the_database_for_longer(settings):
    def limit(path):
        return seconds_for(RequestFactory().get(path))

    assert limit("/api/v1/predictions/") == settings.STATEMENT_SECONDS == 5
    assert limit("/admin/recognizer/drawing/doctor/") == 60
