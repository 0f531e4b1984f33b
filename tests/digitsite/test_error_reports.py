"""Errors are reported where SENTRY_DSN says, with nothing personal in them."""

import logging
import os
import subprocess
import sys

import pytest
import sentry_sdk
from django.conf import settings as real
from django.test import Client

from digitsite.error_reports import MOST, report_handler
from digitsite.release import VERSION
from recognizer.jobs.submission import submit
from tests.support.drawings import SEVEN, data_url, png
from tests.support.error_server import ErrorServer, event_of
from tests.support.jobs import count_with, do_next

pytestmark = pytest.mark.django_db
NAME = "anna" + "bell"  # as no line of code has it
PAGE = f"/drawings/?name={NAME}"


@pytest.fixture
def server(request):
    server = ErrorServer(is_silent=getattr(request, "param", False))
    handler = report_handler(server.dsn)
    logging.getLogger().addHandler(handler)
    yield server
    logging.getLogger().removeHandler(handler)
    server.stop()
    sentry_sdk.get_client().close(timeout=5)


def raise_value_error(*_, **__):
    picture = data_url(png(SEVEN))
    raise ValueError(f"{len(picture)} is too long\nDETAIL: (name)=({NAME})")


@pytest.fixture
def broken_site(monkeypatch):
    """A page and an endpoint that fail, and a browser that has personal data."""
    monkeypatch.setattr("recognizer.site.my_drawings.owner_of", raise_value_error)
    monkeypatch.setattr("recognizer.api.views.recognise", raise_value_error)
    headers = {"Cookie": f"visitor={NAME}", "Referer": f"https://mail.example/{NAME}"}
    return Client(
        headers=headers, REMOTE_ADDR="192.0.2.7", raise_request_exception=False
    )


def test_a_fault_is_reported_with_its_place_and_its_request(server, broken_site):
    answer = broken_site.get(PAGE)
    event = event_of(*server.wait_for())
    assert event["release"] == VERSION
    assert event["tags"] == {
        "request_id": answer["X-Request-ID"],
        "route": "my-drawings",
        "method": "GET",
    }
    (error,) = event["exception"]["values"]
    assert error["type"] == "ValueError"
    assert error["value"].endswith("is too long")
    assert error["stacktrace"]["frames"][-1]["function"] == "raise_value_error"


def test_nothing_personal_is_sent(server, broken_site):
    broken_site.get(PAGE)
    body = {"image": data_url(png(SEVEN)), "name": NAME}
    answer = broken_site.post(
        f"/api/v1/predictions/?q={NAME}", body, "application/json"
    )
    assert answer.status_code == 500
    text = "".join(server.wait_for(2))
    for personal in (NAME, "192.0.2.7", "data:image", "mail.example", '"vars"'):
        assert personal not in text


def test_a_sentence_that_names_an_address_already_is_not_sent(server):
    logging.getLogger("waitress").error(f"Exception while serving {PAGE}")
    event = event_of(*server.wait_for())
    assert event["logentry"] == {"message": "An error of waitress."}


def test_a_chunk_of_a_job_that_fails_is_reported(server, monkeypatch):
    count_with(monkeypatch, raise_value_error)
    do_next(submit("count", {"chunks": 1}))
    event = event_of(*server.wait_for())
    assert event["logger"] == "recognizer.jobs.runner"
    assert event["exception"]["values"][0]["type"] == "ValueError"


def test_a_command_that_fails_is_reported(server):
    program = (
        "import sys; from django.core import management\n"
        "from django.core.management.commands.check import Command\n"
        "Command.handle = lambda *_, **__: 1 / 0\n"
        f"sys.argv = ['manage.py', 'check', '{NAME}']\n"
        "management.execute_from_command_line(sys.argv)"
    )
    subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"SENTRY_DSN": server.dsn},
        cwd=real.BASE_DIR,
        capture_output=True,
        check=False,
    )
    (envelope,) = server.wait_for()
    (error,) = event_of(envelope)["exception"]["values"]
    assert error["type"] == "ZeroDivisionError"
    assert NAME not in envelope


def test_a_flood_is_reported_by_its_beginning(server):
    for number in range(3 * MOST):
        logging.getLogger("flood").error("Number %s", number)
    sentry_sdk.flush()
    reports = server.wait_for(MOST)
    assert len(reports) == MOST
    assert event_of(reports[0])["logentry"] == {"message": "Number %s"}


@pytest.mark.parametrize("server", [True], indirect=True, ids=["silent"])
def test_nobody_waits_for_a_silent_server(server, broken_site):
    assert broken_site.get(PAGE).status_code == 500
    server.wait_for(1)  # it has the first report, and does not answer
    assert broken_site.get(PAGE).status_code == 500
    assert not server.may_answer.is_set()
