"""Each request has an id that its answer, a failure and the log name."""

import logging
import uuid

import pytest
from django.test import Client

PREDICTIONS = "/api/v1/predictions/"


def test_a_request_is_named_anew(client):
    first, second = (client.get("/livez")["X-Request-ID"] for _ in range(2))
    assert first != second
    assert uuid.UUID(first).version == 4


def test_a_trusted_proxy_names_it(client, settings):
    settings.NUM_PROXIES = 1
    answer = client.get("/livez", headers={"X-Request-ID": "of-the-proxy.17"})
    assert answer["X-Request-ID"] == "of-the-proxy.17"


def test_nobody_else_does(client):
    answer = client.get("/livez", headers={"X-Request-ID": "of-the-client.17"})
    assert uuid.UUID(answer["X-Request-ID"])


@pytest.mark.parametrize("name", ["short", "<b>bold</b>", "a" * 65, "two\nlines"])
def test_a_proxy_passes_nothing_strange_on(client, settings, name):
    settings.NUM_PROXIES = 1
    answer = client.get("/livez", headers={"X-Request-ID": name})
    assert uuid.UUID(answer["X-Request-ID"])


@pytest.mark.parametrize("path", ["/api/nowhere", PREDICTIONS])
def test_a_problem_has_the_id(api, path):
    answer = api.post(path, {}, format="json")
    assert answer.json()["request_id"] == answer["X-Request-ID"]


def test_a_page_of_a_failure_shows_the_id(db):
    answer = Client().get("/", HTTP_HOST="evil.example")
    assert answer["X-Request-ID"] in answer.content.decode()


def test_a_fault_has_the_id_on_its_page_and_in_the_log(db, monkeypatch, caplog):
    caplog.handler.addFilter(logging.getLogger().handlers[0].filters[0])
    monkeypatch.setattr("recognizer.site.draw.owner_of", lambda request: 1 / 0)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
    assert {record.request_id for record in caplog.records} == {answer["X-Request-ID"]}
