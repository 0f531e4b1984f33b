"""Messages that wake workers. A job does not depend on them: see sweeper.py."""

from __future__ import annotations

import logging

from recognizer.jobs.kinds import kind_named
from recognizer.models import Job

log = logging.getLogger(__name__)

GRACE = 30  # s that a chunk may take to end after its time limit


def wake(job: Job, times: int = 1) -> None:
    """Tell so many workers that the job has chunks.

    Where the broker does not answer, idle workers learn of it from the rows.
    """
    from recognizer.jobs.tasks import work_on  # Celery, which the web needs only here

    limit = kind_named(job.kind).time_limit
    try:
        for _ in range(times):
            work_on.apply_async(
                [str(job.pk)],
                queue=job.queue,
                soft_time_limit=limit,
                time_limit=limit + GRACE,
                retry=False,
            )
    except (work_on.OperationalError, OSError) as error:
        log.warning("The broker was not told of %s: %s", job, error)
