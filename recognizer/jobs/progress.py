"""How far a job is, how fast, and how long it will take, from its chunks' rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from recognizer.jobs.kinds import kind_named
from recognizer.models import ChunkState, Job, Phase

IS_WORK = Q(phase=Phase.WORK)
IS_DONE = Q(state=ChunkState.DONE)


@dataclass(frozen=True)
class Progress:
    """So many of so many; `of` is 0 until the job is planned."""

    done: int
    of: int
    unit: str
    rate: float | None  # a second
    seconds_left: int | None

    @property
    def share(self) -> float:
        return self.done / self.of if self.of else 0.0


def progress_of(job: Job) -> Progress:
    """In the kind's units; where its chunks have no size, the chunks are counted."""
    rows = job.chunks.aggregate(
        size=Sum("size", filter=IS_WORK, default=0),
        done=Sum("done", filter=IS_WORK, default=0),
        chunks=Count("pk", filter=IS_WORK),
        chunks_done=Count("pk", filter=IS_WORK & IS_DONE),
        planned_at=Max("beat_at", filter=Q(phase=Phase.PLAN) & IS_DONE),
    )
    if rows["size"]:
        done, of, unit = rows["done"], rows["size"], kind_named(job.kind).unit
    else:
        done, of, unit = rows["chunks_done"], rows["chunks"], "chunks"
    rate = rate_since(rows["planned_at"], job.finished_at, done)
    goes_on = rate and not job.is_finished and done < of
    left = round((of - done) / rate) if rate and goes_on else None
    return Progress(min(done, of), of, unit, rate, left)


def rate_since(start: datetime | None, end: datetime | None, done: int) -> float | None:
    """To two digits: what nobody needs would change at each look."""
    if not start or not done:
        return None
    seconds = ((end or timezone.now()) - start).total_seconds()
    return float(f"{done / seconds:.2g}") if seconds > 0 else None
