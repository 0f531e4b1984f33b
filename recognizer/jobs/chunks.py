"""Whose a chunk is: taking it, giving it back, and ending it.

A worker writes nothing of a chunk unless the row still has the fence with which it was
taken (Kleppmann 2016, "How to do distributed locking": fencing tokens). Whoever locks
both locks the job's row first, then the chunk's.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from recognizer.jobs.kind import Outcome, Part
from recognizer.models import ChunkState, Job, JobChunk, JobState, Phase

TRIES = 3  # of a chunk that raises
LOSSES = 10  # of a chunk whose worker is gone: killed, or without memory
IDLE = "SET LOCAL idle_in_transaction_session_timeout = %s"  # ms
LONGEST = 2_000  # characters of an error or a line that are kept
NAMED = 3  # failed chunks that a job's sentence names


class Stopped(Exception):
    """Another worker has the chunk, the job has ended, or this worker is to end."""


@cache
def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


@contextmanager
def transaction_with_locks() -> Iterator[None]:
    """A transaction whose locks PostgreSQL takes back if this machine is cut off.

    It would wait for its client for hours, and everybody else for the locked rows.
    Local to the transaction, so that a pooler gives it to nobody else.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(IDLE, [settings.JOB_LEASE.total_seconds() * 1000])
        yield


@transaction_with_locks()
def claim(job_id: str) -> JobChunk | None:
    """Take the job's next free chunk, if there is one."""
    job = Job.objects.unfinished().filter(pk=job_id).first()
    if not job:
        return None
    free = job.chunks.free().filter(phase=job.phase).order_by("number")
    chunk = free.select_for_update(skip_locked=True).first()
    if not chunk:
        return None
    if chunk.state == ChunkState.RUNNING:
        chunk.losses += 1
    chunk.state, chunk.worker = ChunkState.RUNNING, worker_name()
    chunk.fence += 1
    chunk.beat_at = Now()
    chunk.save(update_fields=["state", "worker", "fence", "beat_at", "losses"])
    if job.state == JobState.WAITING:
        begin = {"state": JobState.RUNNING, "started_at": Now()}
        Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(**begin)
        job.refresh_from_db()
    chunk.job = job
    return chunk


def renew(chunk: JobChunk) -> bool:
    """Whether the chunk is still ours; if so, its lease begins anew."""
    return bool(ours(chunk).update(beat_at=Now()))


def hold(chunk: JobChunk) -> JobChunk:
    """Inside a transaction: the locked row. Raises Stopped if it is not ours."""
    if row := ours(chunk).select_for_update(of=("self",)).first():
        return row
    raise Stopped(f"{chunk} is not ours any more.")


def ours(chunk: JobChunk):
    """The chunk's row, if nobody has taken it since and its job has not ended."""
    return JobChunk.objects.filter(
        pk=chunk.pk,
        fence=chunk.fence,
        state=ChunkState.RUNNING,
        job__state=JobState.RUNNING,
    )


def release(chunk: JobChunk) -> None:
    """Give it back, for whoever comes next."""
    ours(chunk).update(state=ChunkState.WAITING, worker="")


@transaction_with_locks()
def complete(
    chunk: JobChunk, parts: Iterable[Part] = (), outcome: Outcome | None = None
) -> None:
    """End a chunk that is done. Raises Stopped.

    Of the plan, `parts` are what comes next; of the last one, `outcome` is the job's.
    """
    job = lock_job(chunk)
    hold(chunk)
    ours(chunk).update(state=ChunkState.DONE, beat_at=Now())
    if chunk.phase == Phase.PLAN:
        add_chunks(job, parts)
    end_phase(job, outcome)


@transaction_with_locks()
def fail(chunk: JobChunk, error: str) -> None:
    """Note that it failed; it is tried again unless it has been often.

    Raises Stopped.
    """
    job = lock_job(chunk)
    row = hold(chunk)
    row.failures += 1
    row.error = storable(error)
    for_good = row.failures >= TRIES or row.losses >= LOSSES
    row.state = ChunkState.FAILED if for_good else ChunkState.WAITING
    row.save(update_fields=["failures", "error", "state"])
    end_phase(job)


@transaction_with_locks()
def refuse(chunk: JobChunk, why: str) -> None:
    """End the whole job, which cannot be done. Raises Stopped."""
    job = lock_job(chunk)
    hold(chunk)
    ours(chunk).update(state=ChunkState.FAILED, error=why)
    finish_job(job, JobState.FAILED, Outcome(why))


def lock_job(chunk: JobChunk) -> Job:
    job = Job.objects.select_for_update().get(pk=chunk.job_id)
    if job.state != JobState.RUNNING:
        raise Stopped(f"{job} is {job.state}.")
    return job


def add_chunks(job: Job, parts: Iterable[Part]) -> None:
    rows = [
        JobChunk(job=job, phase=Phase.WORK, arguments=part.arguments, size=part.size)
        for part in parts
    ]
    rows.append(JobChunk(job=job, phase=Phase.FINISH))
    for number, row in enumerate(rows, start=1):
        row.number = number
    JobChunk.objects.bulk_create(rows, batch_size=1000)


def end_phase(job: Job, outcome: Outcome | None = None) -> None:
    """Go on to the next phase, or end the job, once nothing of a phase is left."""
    if job.chunks.unfinished().filter(phase=job.phase).exists():
        return
    failed = job.chunks.filter(state=ChunkState.FAILED)
    if failed.exists():
        sentence = sentence_of(failed, job.chunks.filter(phase=job.phase).count())
        finish_job(job, JobState.FAILED, Outcome(sentence))
    elif outcome:
        finish_job(job, JobState.DONE, outcome)
    else:
        job.phase += 1
        if not job.chunks.filter(phase=job.phase).exists():  # no work in the plan
            job.phase += 1
        job.save(update_fields=["phase"])


def finish_job(job: Job, state: JobState, outcome: Outcome) -> None:
    job.state, job.sentence, job.finished_at = state, outcome.sentence, Now()
    job.counts = outcome.counts or added_counts(job)
    job.version = outcome.version or job.version
    columns = ["state", "sentence", "finished_at", "counts", "version"]
    job.save(update_fields=columns)


def added_counts(job: Job) -> dict[str, int]:
    """What the chunks have counted, added up."""
    total: dict[str, int] = {}
    for counts in job.chunks.exclude(counts={}).values_list("counts", flat=True):
        for name, number in counts.items():
            total[name] = total.get(name, 0) + number
    return total


def storable(text: str) -> str:
    """The text as any database takes it, which is without what is no character."""
    text = text.encode(errors="backslashreplace").decode().replace("\0", "\\0")
    return text[:LONGEST]


def sentence_of(failed, total: int) -> str:
    """Which chunks failed, and why the first of them did."""
    rows = list(failed.order_by(F("number"))[:NAMED])
    if total == 1:
        return f"After {rows[0].failures} tries: {rows[0].error}"
    numbers = ", ".join(str(row.number) for row in rows)
    more = failed.count() - len(rows)
    numbers += f" and {more:,} more" if more else ""
    return (
        f"{failed.count():,} of {total:,} chunks failed ({numbers}), each after "
        f"{TRIES} tries: {rows[0].error}"
    )
