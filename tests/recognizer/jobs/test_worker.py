"""The real worker: started, told to end, killed, and left without its broker."""

import os
import signal
import subprocess
import sys

import pytest

from recognizer.jobs.submission import submit
from recognizer.models import ChunkState, JobChunk, JobState, JobWorker
from tests.support.concurrency import wait_until
from tests.support.jobs import count_with, ended
from tests.support.server import database_url

pytestmark = pytest.mark.django_db(transaction=True)


class Gate:
    """While it is closed, each worker stays in the middle of its chunk."""

    def __init__(self, folder):
        self.file = folder / "closed"
        self.file.touch()

    def open(self):
        self.file.unlink()


@pytest.fixture
def gate(tmp_path):
    return Gate(tmp_path)


@pytest.fixture
def start_worker(gate, tmp_path):
    """Start workers; returns when each has signed in."""
    workers = []

    def start(**settings):
        command = ["celery", "-A", "tests.support.counting_worker", "worker"]
        environment = {
            "DATABASE_URL": database_url(),
            "GATE": str(gate.file),
            "JOB_LEASE_SECONDS": "3",
        }
        number = JobWorker.objects.count()
        with (tmp_path / "worker.log").open("a") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", *command],
                env=os.environ | environment | settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        workers.append(worker)
        wait_until(lambda: JobWorker.objects.count() > number, "No worker.", 60)
        return worker

    yield start
    for worker in workers:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
    # A lost broker is a warning, with its traceback or without, as it comes.
    assert " ERROR " not in (tmp_path / "worker.log").read_text()


@pytest.fixture
def job(monkeypatch):
    count_with(monkeypatch)
    return submit("count", {"chunks": 3})


def test_a_worker_that_is_told_to_end_gives_its_chunk_back(job, gate, start_worker):
    worker = start_worker()
    wait_until(lambda: chunk_in_work().done, "No chunk was begun.")
    os.killpg(worker.pid, signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    chunk = job.chunks.get(done=2)
    assert chunk.state == ChunkState.WAITING
    assert (chunk.failures, chunk.losses) == (0, 0)
    assert not JobWorker.objects.exists()
    gate.open()
    start_worker()
    assert outcome(job) == (JobState.DONE, "Counted 15.")


def test_a_killed_workers_chunk_goes_on_elsewhere(job, gate, start_worker, pooled):
    """Through PgBouncer, which keeps a lock only until its transaction ends."""
    worker = start_worker(**pooled, WORKER_NICENESS="1")
    wait_until(lambda: chunk_in_work().done, "No chunk was begun.")
    assert os.getpriority(os.PRIO_PGRP, worker.pid) == os.nice(0) + 1
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    gate.open()
    start_worker(**pooled)
    assert outcome(job) == (JobState.DONE, "Counted 15.")
    assert sorted(job.chunks.values_list("losses", flat=True)) == [0, 0, 0, 0, 1]


def test_a_job_goes_on_where_redis_has_lost_its_messages(
    job, gate, start_worker, redis
):
    start_worker(BROKER_URL=f"redis+socket://{redis.socket}")
    wait_until(lambda: chunk_in_work().done, "No chunk was begun.")
    redis.process.kill()
    redis.process.wait()
    gate.open()
    redis.socket.unlink()
    redis.start()
    assert outcome(job) == (JobState.DONE, "Counted 15.")


def chunk_in_work():
    return JobChunk.objects.filter(state=ChunkState.RUNNING).last() or JobChunk()


def outcome(job):
    wait_until(lambda: job.refresh_from_db() or job.is_finished, "No outcome.", 60)
    return ended(job)
