"""A job's chunks are done once in effect, whatever becomes of its workers."""

import logging
from datetime import timedelta

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from recognizer.jobs import beat
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import Stopped, claim, complete, fail, release
from recognizer.jobs.kind import BadArguments, Refused
from recognizer.jobs.runner import run_chunk
from recognizer.jobs.submission import cancel, run_again, submit
from recognizer.models import JobState
from tests.support.jobs import count_with, do_next, ended, lose, work_off

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def count(monkeypatch):
    """Submit a job that counts to 15 in three chunks."""

    def count(during=lambda run: None, chunks=3):
        count_with(monkeypatch, during)
        return submit("count", {"chunks": chunks})

    return count


def test_a_job_is_planned_done_and_put_together(count):
    job = work_off(count())
    assert ended(job) == (JobState.DONE, "Counted 15.")
    assert job.counts == {"counted": 15}
    assert job.created_at <= job.started_at <= job.finished_at


def test_a_job_without_work_ends(count):
    assert ended(work_off(count(chunks=0))) == (JobState.DONE, "Counted 0.")


def test_bad_arguments_make_no_job(count):
    count()
    with pytest.raises(BadArguments, match="chunks: Ensure this value is less than"):
        submit("count", {"chunks": 101})


def test_a_lost_chunk_goes_on_from_what_was_done(count):
    job = count()
    do_next(job)
    first = ChunkRun(claim(job.pk))
    with first.step() as progress:
        progress.add(done=2, counted=2)
    lose(job)
    assert ended(work_off(job)) == (JobState.DONE, "Counted 15.")
    assert job.chunks.get(number=1).losses == 1


def test_who_lost_a_chunk_writes_nothing_more(count):
    job = count()
    do_next(job)
    chunk = claim(job.pk)
    lose(job)
    second = claim(job.pk)
    assert second.pk == chunk.pk
    with pytest.raises(Stopped), ChunkRun(chunk).step() as progress:
        progress.add(done=5, counted=5)
    for end in (complete, lambda chunk: fail(chunk, "Late.")):
        with pytest.raises(Stopped):
            end(chunk)
    release(chunk)
    run_chunk(ChunkRun(second), second)
    assert ended(work_off(job)) == (JobState.DONE, "Counted 15.")


def test_a_step_that_raises_writes_nothing(count):
    job = count()
    do_next(job)
    run = ChunkRun(claim(job.pk))
    with pytest.raises(ZeroDivisionError), run.step() as progress:
        progress.add(done=2, counted=2 // run.done)
    assert run.done == job.chunks.get(number=1).done == 0


def test_a_chunk_that_fails_is_tried_three_times_and_named(count):
    tries = []

    def during(run):
        if run.number == 2:
            tries.append(run.number)
            raise ValueError("No such number.")

    job = work_off(count(during))
    assert len(tries) == 3
    assert ended(job) == (
        JobState.FAILED,
        "1 of 3 chunks failed (2), each after 3 tries: ValueError: No such number.",
    )
    assert job.counts == {"counted": 10}


@pytest.mark.parametrize("error", [ValueError, Refused])
def test_a_reason_of_any_characters_is_kept(count, error, caplog):
    # Half a character in the log is more than pytest-xdist can send.
    caplog.set_level(logging.CRITICAL, "recognizer.jobs.runner")

    def during(run):
        run.log("\0" + "x" * 5000)
        raise error("a\0b\ud800")

    job = work_off(count(during))
    assert job.state == JobState.FAILED
    assert job.sentence.endswith("a\\0b\\ud800")
    assert len(job.lines.first().text) == 2000


def test_what_fails_once_is_done_at_the_second_try(count):
    tries = []

    def during(run):
        tries.append(run.number)
        if tries == [0]:
            raise OSError("Away for a moment.")

    assert ended(work_off(count(during))) == (JobState.DONE, "Counted 15.")


def test_a_refusal_is_final_and_the_jobs_own_words(count):
    tries = []

    def during(run):
        tries.append(run.number)
        raise Refused("TensorFlow is missing.")

    assert ended(work_off(count(during))) == (JobState.FAILED, "TensorFlow is missing.")
    assert tries == [0]


def test_a_refused_chunk_ends_the_job_at_once(count):
    def during(run):
        if run.number == 1:
            raise Refused("Its version is not here any more.")

    job = work_off(count(during))
    assert ended(job) == (JobState.FAILED, "Its version is not here any more.")
    assert job.chunks.get(number=2).fence == 0


def test_a_chunk_that_takes_too_long_says_so(count):
    def during(run):
        raise SoftTimeLimitExceeded

    job = work_off(count(during))
    assert job.sentence.startswith("After 3 tries: It took longer")


def test_a_chunk_that_kills_its_workers_is_given_up(count):
    job = count(chunks=1)
    do_next(job)
    for _ in range(10):
        claim(job.pk)
        lose(job)
    state, sentence = ended(work_off(job))
    assert state == JobState.FAILED
    assert "without a word" in sentence


def test_a_chunk_is_lost_too_where_the_clock_was_set_back(count):
    job = count(chunks=1)
    do_next(job)
    chunk = claim(job.pk)
    assert claim(job.pk) is None
    lose(job, timezone.now() + timedelta(hours=1))
    assert claim(job.pk) == chunk


def test_a_cancelled_job_is_left_at_the_next_step(count):
    def during(run):
        if run.number == 2:
            assert cancel(run.job, by="anna")

    job = work_off(count(during))
    assert ended(job) == (JobState.CANCELLED, "Cancelled by anna.")
    assert job.chunks.get(number=2).done == 0
    assert not cancel(job, by="otto")


def test_it_runs_again_with_the_same_arguments(count, staff):
    job = work_off(count())
    again = run_again(job, by=staff)
    assert (again.again_of, again.arguments, again.by) == (job, {"chunks": 3}, staff)
    assert work_off(again).state == JobState.DONE


def test_a_worker_that_ends_gives_its_chunk_back(count, monkeypatch):
    job = count()
    do_next(job)
    chunk = claim(job.pk)
    stopping = beat.Beat(chunk)
    beat.stopping.value = True
    try:
        run_chunk(ChunkRun(chunk, stopping), chunk)
    finally:
        beat.stopping.value = False
    row = job.chunks.get(number=1)
    assert (row.state, row.failures, row.losses) == ("waiting", 0, 0)
    assert ended(work_off(job)) == (JobState.DONE, "Counted 15.")
