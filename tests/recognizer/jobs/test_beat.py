"""A chunk's worker tells that it lives, and learns when the chunk is lost."""

from datetime import timedelta
from threading import Event

import pytest
from django.db import OperationalError

from digitsite.database.errors import NO_ANSWER
from recognizer.jobs import sweeper as sweepers
from recognizer.jobs.beat import Beat
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import Stopped, claim
from recognizer.jobs.files import write_file
from recognizer.jobs.runner import run_next
from recognizer.jobs.submission import cancel, submit
from recognizer.jobs.sweeper import Sweeper, next_job
from recognizer.models import (
    TRAINED_FILE,
    ChunkState,
    Job,
    JobChunk,
    JobState,
    JobWorker,
)
from tests.support.concurrency import thread, wait_until
from tests.support.jobs import count_with, lose, work_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def job(monkeypatch, settings):
    settings.JOB_LEASE = timedelta(seconds=0.3)
    count_with(monkeypatch)
    return submit("count", {"chunks": 1})


def test_a_beat_keeps_the_chunk(job):
    chunk = claim(job.pk)
    with Beat(chunk) as beat:
        first = JobChunk.objects.get().beat_at
        wait_until(
            lambda: JobChunk.objects.get().beat_at > first + timedelta(seconds=0.5),
            "The beat was not written.",
        )
        assert claim(job.pk) is None
        beat.check()
    wait_until(lambda: claim(job.pk), "The chunk was not free after the lease.")


def test_a_worker_cut_off_in_a_step_does_not_keep_its_chunk_locked(job):
    chunk, released = claim(job.pk), Event()

    def hang():
        with ChunkRun(chunk).step():
            released.wait(30)

    worker = thread(hang, problems := [])
    worker.start()
    wait_until(lambda: claim(job.pk), "The chunk stayed locked.")
    released.set()
    worker.join()
    assert isinstance(problems[0], NO_ANSWER)


def test_a_database_that_does_not_answer_is_no_failure_of_the_chunk(monkeypatch, job):
    def fail(run):
        raise OperationalError("server closed the connection unexpectedly")

    count_with(monkeypatch, fail)
    assert not run_next(job.pk)
    chunk = JobChunk.objects.get()
    assert (chunk.state, chunk.failures) == (ChunkState.RUNNING, 0)
    count_with(monkeypatch)
    lose(job)
    assert work_off(job).state == JobState.DONE


def test_a_beat_notices_that_the_job_is_cancelled(job):
    with Beat(claim(job.pk)) as beat:
        cancel(job, by="anna")
        wait_until(lambda: is_stopped(beat), "The beat noticed nothing.")


def test_idle_workers_find_lost_chunks_by_the_rows(job):
    assert next_job(["serve"]) == job
    assert next_job(["train"]) is None
    claim(job.pk)
    assert next_job(["serve"]) is None
    lose(job)
    assert next_job(["serve"]) == job


def test_a_job_of_a_later_release_is_left_to_its_workers(job):
    later = submit("count", {"chunks": 1})
    Job.objects.filter(pk=job.pk).update(kind="later")
    assert next_job(["serve"]) == later
    assert not run_next(job.pk)
    assert job.chunks.get().fence == 0


def test_a_worker_that_hears_nothing_beside_free_chunks_connects_anew(job):
    times = []
    sweeper = Sweeper(["serve"], slots=1, reconnect=lambda: times.append(1))
    for _ in range(sweepers.PATIENCE):
        sweeper.sweep()
    assert not times
    sweeper.sweep()
    assert times == [1]
    cancel(job, by="anna")
    for _ in range(2 * sweepers.PATIENCE):
        sweeper.sweep()
    assert times == [1]


def test_a_worker_signs_in_and_says_goodbye(job):
    sweeper = Sweeper(["serve"], slots=0)
    sweeper.sweep()
    assert JobWorker.objects.get().queues == ["serve"]
    sweeper.say_goodbye()
    assert not JobWorker.objects.exists()


def test_what_a_cancelled_fine_tune_trained_goes(job):
    write_file(job, TRAINED_FILE, [b"weights"])
    Sweeper(["serve"], slots=0).sweep()
    assert job.files.exists()
    cancel(job, by="anna")
    Sweeper(["serve"], slots=0).sweep()
    assert not job.files.exists()


def is_stopped(beat):
    try:
        beat.check()
    except Stopped:
        return True
    return False
