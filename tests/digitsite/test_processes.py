"""What `make run` starts: web and worker, until they are told to end."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from recognizer.jobs.submission import submit
from recognizer.models import Drawing, JobState, JobWorker, Prediction
from tests.support.concurrency import wait_until
from tests.support.drawings import SEVEN, png
from tests.support.server import database_url


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def processes(port, transactional_db, tmp_path):
    changed = {"DATABASE_URL": database_url(), "PORT": str(port)}
    with (tmp_path / "log").open("w") as log:
        processes = subprocess.Popen(
            [sys.executable, "-m", "digitsite.processes"],
            env=os.environ | changed | {"WEB_CONCURRENCY": "1"},
            stdout=log,
            stderr=log,
        )
    try:
        wait_until(lambda: answers(port, "/readyz"), "The web is not ready.", 60)
        wait_until(JobWorker.objects.exists, "There is no worker.", 60)
        yield processes
        assert "Traceback" not in (tmp_path / "log").read_text()
    finally:
        processes.terminate()
        processes.wait(timeout=60)


def answers(port, path):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5)
    except OSError:
        return None


def test_web_and_worker_start_and_end_together(processes, port):
    Drawing.objects.create(picture=png(SEVEN))
    job = submit("rescore", {"version": "seed75"})
    wait_until(lambda: job.refresh_from_db() or job.is_finished, "No outcome.", 60)
    assert job.state == JobState.DONE
    assert Prediction.objects.get().version.name == "seed75"
    processes.send_signal(signal.SIGTERM)
    assert processes.wait(timeout=60) == 0
    # It waits until nobody has its output open any more, so nothing is left running.
    assert not answers(port, "/livez")
    assert not JobWorker.objects.exists()
