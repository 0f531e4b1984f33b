"""Ask for a job, cancel it, or ask for it again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now

from recognizer.jobs.kinds import kind_named
from recognizer.jobs.messages import wake
from recognizer.models import Job, JobChunk, JobState, Phase


@transaction.atomic
def submit(
    kind: str, arguments: dict[str, Any], *, by: User | None = None, **columns: Any
) -> Job:
    """A new job, which a worker is told of; `columns` are more of its row.

    Raises BadArguments (recognizer.jobs.kind).
    """
    its_kind = kind_named(kind)
    job = Job.objects.create(
        kind=kind,
        queue=its_kind.queue,
        arguments=its_kind.clean(arguments),
        by=by,
        **columns,
    )
    JobChunk.objects.create(job=job, number=0, phase=Phase.PLAN)
    transaction.on_commit(lambda: wake(job))
    return job


def cancel(job: Job, *, by: str) -> bool:
    """Let no more of the job be done; whether it had not ended before.

    What is done stays. A worker that is at it notices before it next writes.
    """
    ended = {
        "state": JobState.CANCELLED,
        "finished_at": Now(),
        "sentence": f"Cancelled by {by}.",
    }
    return bool(Job.objects.unfinished().filter(pk=job.pk).update(**ended))


def run_again(job: Job, *, by: User | None) -> Job:
    """A new job with the same arguments. Raises BadArguments."""
    return submit(job.kind, job.arguments, by=by, why=job.why, again_of=job)
