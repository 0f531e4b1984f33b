"""/metrics of the real server: right whichever worker answers, and whoever dies."""

import os
import shutil
import signal
import subprocess
import urllib.request

import pytest

from tests.support.metrics import read_samples
from tests.support.server import Server

pytestmark = pytest.mark.django_db  # so that there is one
LIVES = ("digitsite_request_duration_seconds_count", "GET", "livez", "200")
MEMORY = "digitsite_worker_memory_bytes"


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("two"), until="/livez", WEB_CONCURRENCY="2")
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


def test_what_a_dead_worker_counted_stays_and_its_memory_does_not(server):
    ask_until_both_have_answered(server)
    before = read_samples(read(server))[LIVES]
    killed = min(workers(server))
    os.kill(killed, signal.SIGKILL)
    server.wait_for(lambda: killed not in workers(server))
    assert read_samples(read(server))[LIVES] >= before


def test_promtool_finds_nothing_to_improve(server):
    promtool = shutil.which("promtool")
    if not promtool:
        reason = "No promtool: `apt-get install prometheus`."
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    command = [promtool, "check", "metrics"]
    checked = subprocess.run(
        command, input=read(server), capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")
