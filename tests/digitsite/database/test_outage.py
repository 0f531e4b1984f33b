"""The real server while PostgreSQL stands still: it accepts, and answers nothing."""

import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from recognizer.models import Drawing, Prediction
from recognizer.versions.promoted_versions import promoted_id
from tests.support.drawings import data_url, png
from tests.support.postgres import stopped
from tests.support.server import Server, database_url, let_it_load

BODY = json.dumps({"image": data_url(png())}).encode()
TOLD = (503, "application/problem+json", "5")


def ask(server, path, body=None):
    """Status, type and Retry-After; raises TimeoutError where nothing answers."""
    request = urllib.request.Request(
        f"{server.url}{path}", body, {"Content-Type": "application/json"}
    )
    try:
        response = urllib.request.urlopen(request, timeout=20)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        headers = response.headers
        return response.status, headers["Content-Type"], headers["Retry-After"]


def post(server, times):
    """So many drawings at once."""
    with ThreadPoolExecutor(times) as visitors:
        return list(
            visitors.map(
                lambda _: ask(server, "/api/v1/predictions/", BODY), range(times)
            )
        )


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker, tmp_path_factory):
    """One worker of four threads, started while PostgreSQL is silent."""
    with django_db_blocker.unblock(), stopped():
        server = Server(
            tmp_path_factory.mktemp("gunicorn"),
            until="/livez",
            WEB_CONCURRENCY="1",
            DATABASE_URL=f"{database_url()}?connect_timeout=1",
        )
        server.readiness_at_start = ask(server, "/readyz")[0]
    yield server
    server.stop()


def test_it_starts_without_a_database_and_serves_once_that_answers(
    server, transactional_db
):
    assert server.readiness_at_start == 503
    let_it_load(server, promoted_id())
    assert post(server, 1)[0][0] == 201


def test_while_the_database_is_silent_everyone_is_told_so(server, transactional_db):
    let_it_load(server, promoted_id())
    assert {status for status, *_ in post(server, 8)} == {201}
    with stopped():
        assert set(post(server, 40)) == {TOLD}
        codes = [ask(server, path)[0] for path in ("/", "/livez", "/readyz")]
        assert codes == [200, 200, 503]
    server.wait_for(server.is_ready)
    assert {status for status, *_ in post(server, 8)} == {201}
    assert Drawing.objects.count() == Prediction.objects.count() == 16
