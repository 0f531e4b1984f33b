"""A line of the log for each request, and JSON that programs read."""

import json
import logging

import pytest
from django.test import Client

from digitsite.logs import json_formatter
from digitsite.request_ids import RequestIdFilter

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LOGGER = "recognizer.monitoring.request_log"


@pytest.fixture
def lines(settings, caplog):
    """What the log says of requests, as JSON."""
    settings.LOG_REQUESTS = True
    caplog.set_level(logging.INFO, LOGGER)
    caplog.handler.addFilter(RequestIdFilter())

    def lines():
        return [written(record) for record in caplog.records if record.name == LOGGER]

    return lines


def written(record):
    text = json_formatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_a_request_is_a_line(lines):
    answer = Client(REMOTE_ADDR="192.0.2.7").get("/livez")
    (line,) = lines()
    assert line.pop("ms") >= 0
    assert line.pop("time")
    assert line.pop("message").startswith("method=GET route=livez status=200 ms=")
    assert line == {
        "level": "INFO",
        "logger": LOGGER,
        "request_id": answer["X-Request-ID"],
        "method": "GET",
        "route": "livez",
        "status": 200,
        "bytes": 3,
        "client": "address",
    }


def test_a_static_file_is_a_line_too(lines):
    answer = Client().get("/robots.txt")
    (line,) = lines()
    assert line["request_id"] == answer["X-Request-ID"]
    assert (line["route"], line["status"]) == ("static", 200)
    assert line["bytes"] == len(answer.getvalue())


def test_who_is_sent_on_to_https_is_a_line_too(lines, settings):
    settings.SECURE_SSL_REDIRECT = True
    Client().get("/drawings/?from=mail")
    (line,) = lines()
    assert (line["route"], line["status"]) == ("none", 301)


def test_it_has_nothing_personal(lines):
    headers = {"Cookie": "sessionid=s3cret", "Referer": "https://mail.example/s3cret"}
    Client(headers=headers, REMOTE_ADDR="192.0.2.7").get("/drawings/s3cret/?q=s3cret")
    text = json.dumps(lines())
    assert "s3cret" not in text
    assert "192.0.2.7" not in text


def test_it_says_where_from_only_if_told_to(lines, settings):
    settings.LOG_ADDRESSES = True
    Client(REMOTE_ADDR="192.0.2.7").get("/livez")
    assert lines()[0]["address"] == "192.0.2.7"


@pytest.mark.parametrize(
    ("headers", "kind"),
    [({"Authorization": "Bearer x"}, "client"), ({"Cookie": "visitor=x"}, "visitor")],
)
def test_it_says_as_whom_a_request_comes(lines, headers, kind):
    Client(headers=headers).get("/livez")
    assert lines()[0]["client"] == kind


def test_nobody_is_logged_unless_asked_for(lines, settings, client):
    settings.LOG_REQUESTS = False
    client.get("/livez")
    assert lines() == []


def test_a_fault_is_one_line_with_its_traceback(db, monkeypatch, caplog):
    monkeypatch.setattr("recognizer.site.draw.owner_of", lambda request: 1 / 0)
    caplog.handler.addFilter(RequestIdFilter())
    answer = Client(raise_request_exception=False).get("/?secret=1")
    (line,) = map(written, caplog.records)
    assert line["request_id"] == answer["X-Request-ID"]
    assert line["exc_info"].startswith("Traceback")
    assert "ZeroDivisionError" in line["exc_info"]
    assert "secret" not in json.dumps(line)
