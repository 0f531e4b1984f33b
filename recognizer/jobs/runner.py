"""Do one chunk, from taking it to what its job is told of it."""

from __future__ import annotations

import logging
from contextlib import suppress

from billiard.exceptions import SoftTimeLimitExceeded
from django.db import connection

from digitsite.database.errors import NO_ANSWER
from recognizer.jobs.beat import Beat
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import (
    LOSSES,
    Stopped,
    claim,
    complete,
    fail,
    refuse,
    release,
    storable,
)
from recognizer.jobs.kind import Kind, Refused
from recognizer.jobs.kinds import KINDS, kind_named
from recognizer.models import Job, JobChunk, Phase

log = logging.getLogger(__name__)

GONE = "The worker that did it ended without a word, perhaps for want of memory."


def run_next(job_id: str) -> bool:
    """Do the job's next chunk; whether there was one, and the database answered.

    If it does not, the chunk is free after its lease, for whoever reaches it then. What
    a later release has asked for is left to its own workers.
    """
    try:
        is_known = Job.objects.filter(pk=job_id, kind__in=KINDS).exists()
        chunk = claim(job_id) if is_known else None
        if not chunk:
            return False
        with Beat(chunk) as beat:
            run_chunk(ChunkRun(chunk, beat), chunk)
        return True
    except NO_ANSWER as error:
        log.warning("The database did not answer a worker: %s", error)
        connection.close()
        return False


def run_chunk(run: ChunkRun, chunk: JobChunk) -> None:
    """Do a chunk that is ours."""
    with suppress(Stopped):  # by then it is another worker's
        if chunk.losses >= LOSSES:
            fail(chunk, GONE)
            return
        try:
            do_phase(kind_named(chunk.job.kind), run, chunk)
        except Stopped as stop:
            log.info("%s", stop)
            release(chunk)
        except NO_ANSWER:
            raise  # no fault of the chunk's
        except Refused as refusal:
            refuse(chunk, storable(str(refusal)))
        except SoftTimeLimitExceeded:
            fail(chunk, "It took longer than such a chunk may take.")
        except Exception as error:
            log.exception("%s failed.", chunk)
            fail(chunk, f"{type(error).__name__}: {error}")


def do_phase(kind: Kind, run: ChunkRun, chunk: JobChunk) -> None:
    if chunk.phase == Phase.PLAN:
        complete(chunk, parts=list(kind.plan(run)))
    elif chunk.phase == Phase.WORK:
        kind.run(run)
        complete(chunk)
    else:
        chunks = chunk.job.chunks.filter(phase=Phase.WORK)
        complete(chunk, outcome=kind.finish(run, chunks))
