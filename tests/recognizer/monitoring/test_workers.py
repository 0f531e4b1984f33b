"""/metrics of the real server: right whichever worker answers, and whoever dies."""

import json
import os
import signal
import urllib.request

import pytest

from digitsite.release import VERSION
from tests.support.metrics import read_samples, run_promtool
from tests.support.server import Server

pytestmark = pytest.mark.django_db  # so that there is one
LIVES = ("digitsite_request_duration_seconds_count", "GET", "livez", "200")
MEMORY = "digitsite_worker_memory_bytes"


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    settings = {"WEB_CONCURRENCY": "2", "LOG_FORMAT": "json"}
    server = Server(folder, until="/livez", **settings)
    yield server
    server.stop()


def read(server):
    return urllib.request.urlopen(f"{server.url}/metrics").read().decode()


def workers(server):
    """The processes that tell their memory."""
    return {int(key[1]) for key in read_samples(read(server)) if key[0] == MEMORY}


def ask_until_both_have_answered(server):
    while len(workers(server)) < 2:
        server.answers("/livez")


def test_all_workers_are_added_up(server):
    ask_until_both_have_answered(server)
    before = read_samples(read(server))[LIVES]
    for n in range(20):
        server.answers("/livez")
        assert read_samples(read(server))[LIVES] == before + n + 1


def test_all_workers_tell_their_release(server):
    ask_until_both_have_answered(server)
    assert read_samples(read(server))["digitsite_release_info", VERSION] == 2


def test_what_a_dead_worker_counted_stays_and_its_memory_does_not(server):
    ask_until_both_have_answered(server)
    before = read_samples(read(server))[LIVES]
    killed = min(workers(server))
    os.kill(killed, signal.SIGKILL)
    server.wait_for(lambda: killed not in workers(server))
    assert read_samples(read(server))[LIVES] >= before


def test_each_line_of_the_log_is_json_and_each_request_has_one(server):
    answer = server.answers("/livez")
    lines = [
        json.loads(line)
        for line in server.log.splitlines()
        if not line.startswith("INFO: Created TensorFlow Lite")  # by LiteRT itself
    ]
    assert {"gunicorn.error", "recognizer.versions.predictor"} <= {
        line["logger"] for line in lines
    }
    assert answer.headers["X-Request-ID"] in {line["request_id"] for line in lines}


def test_promtool_finds_nothing_to_improve(server):
    assert run_promtool("check", "metrics", input=read(server)) == (0, "")
