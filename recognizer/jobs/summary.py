"""What the admin's page, the API and manage.py jobs show of a job."""

from __future__ import annotations

from typing import Any

from recognizer.jobs.kinds import kind_named
from recognizer.jobs.progress import progress_of
from recognizer.models import ChunkState, Job, JobWorker, Queue

LINES = 200  # of the log: the last ones
NAMED = 20  # chunks that are running, or failed

COMMAND = "celery -A digitsite.celery_app worker"
NO_WORKER = {
    Queue.SERVE: f"No worker is there to do it. Start one: {COMMAND}",
    Queue.TRAIN: (
        "No worker with TensorFlow is there to do it. On one of the machines install "
        f"TensorFlow by: make train. Then start a worker there anew: {COMMAND}"
    ),
}


def summarize(job: Job) -> dict[str, Any]:
    """All but the log: plain values, as JSON has them, and times."""
    kind, progress = kind_named(job.kind), progress_of(job)
    return {
        "id": str(job.pk),
        "kind": job.kind,
        "title": kind.title,
        "description": kind.description(job),
        "state": str(job.state),
        "by": job.by.get_username() if job.by else None,
        "why": job.why,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "progress": {
            "phase": job.get_phase_display().lower(),
            "done": progress.done,
            "of": progress.of,
            "unit": progress.unit,
            "rate": progress.rate,
            "seconds_left": progress.seconds_left,
        },
        "waits_for": missing_worker(job),
        "workers": running_chunks(job),
        "failed": failed_chunks(job),
        "sentence": job.sentence,
        "counts": job.counts,
        "version": job.version.name if job.version else None,
        "files": list(job.files.shown().values("name", "size")),
    }


def running_chunks(job: Job) -> list[Any]:
    """Which worker has which chunk, and when it last gave a sign of life."""
    if job.is_finished:
        return []
    running = job.chunks.filter(state=ChunkState.RUNNING).order_by("number")
    columns = "number", "worker", "beat_at", "done", "size"
    return list(running.values(*columns)[:NAMED])


def failed_chunks(job: Job) -> list[Any]:
    """Those that raised: for good, or to be tried again."""
    failed = job.chunks.filter(failures__gt=0).order_by("number")
    return list(failed.values("number", "state", "failures", "error")[:NAMED])


def last_lines(job: Job, after: int = 0) -> list[Any]:
    """The last lines of the log, of those that follow the line `after`."""
    newest = job.lines.filter(pk__gt=after).order_by("-pk")
    return list(newest.values("pk", "at", "text")[:LINES])[::-1]


def missing_worker(job: Job) -> str:
    """What to do where the job goes on by no worker that lives; or ''."""
    if job.is_finished:
        return ""
    alive = JobWorker.objects.alive().values_list("queues", flat=True)
    has_worker = any(job.queue in queues for queues in alive)
    return "" if has_worker else NO_WORKER[Queue(job.queue)]
