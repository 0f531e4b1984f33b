"""Finds chunks of which no message tells: it was lost, or their worker is gone.

It also removes, each hour, exports that are old and what no version keeps, and lists
deleted drawings beside the backups.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from importlib.util import find_spec

from django.db import connection
from django.db.models.functions import Now

from recognizer.backups.forgotten import ForgottenList
from recognizer.deletion.exports import remove_old_exports
from recognizer.deletion.trained_files import remove_trained_files
from recognizer.jobs.chunks import worker_name
from recognizer.jobs.kinds import KINDS
from recognizer.jobs.messages import wake
from recognizer.jobs.uploads import delete_unused
from recognizer.models import Job, JobWorker

log = logging.getLogger(__name__)

EVERY = 5.0  # s
HOUR = 3600.0
PATIENCE = 4  # sweeps that find this worker idle beside free chunks
FORGOTTEN = timedelta(days=1)  # a worker that ended without a word


class Sweeper(threading.Thread):
    """Wakes this worker where it is idle and a job has free chunks."""

    def __init__(
        self,
        queues: list[str],
        slots: int,
        reconnect: Callable[[], None] = lambda: None,
    ):
        super().__init__(name="sweeper", daemon=True)
        self._queues, self._slots = queues, slots
        self._reconnect, self._in_vain = reconnect, 0
        self._stopped = threading.Event()
        self._tidied = -HOUR
        self._forgotten = ForgottenList()

    def stop(self) -> None:
        self._stopped.set()

    def run(self) -> None:
        while True:
            try:
                self.sweep()
            except Exception:  # whatever it is, the next one may succeed
                log.warning("A sweep failed.", exc_info=True)
                connection.close()
            if self._stopped.wait(EVERY):
                break
        connection.close()

    def sweep(self) -> None:
        self._sign_in()
        delete_unused()
        job, waiting = None, busy()
        for _ in range(self._slots - waiting):
            job = next_job(self._queues)
            if not job:
                break
            wake(job)
        if time.monotonic() > self._tidied + HOUR:
            remove_old_exports()
            remove_trained_files()
            self._tidied = time.monotonic()
        self._listen(job is not None and not waiting)
        self._forgotten.update()

    def _listen(self, was_in_vain: bool) -> None:
        """Connect anew where messages were sent, and none has come for a while.

        Celery's consumer may hear nothing more after its Redis was lost.
        """
        self._in_vain = self._in_vain + 1 if was_in_vain else 0
        if self._in_vain > PATIENCE:
            self._in_vain = 0
            self._reconnect()

    def say_goodbye(self) -> None:
        JobWorker.objects.filter(name=worker_name()).delete()

    def _sign_in(self) -> None:
        JobWorker.objects.update_or_create(
            name=worker_name(),
            defaults={
                "queues": self._queues,
                "has_tensorflow": bool(find_spec("tensorflow")),
                "seen_at": Now(),
            },
        )
        JobWorker.objects.filter(seen_at__lt=Now() - FORGOTTEN).delete()


def next_job(queues: list[str]) -> Job | None:
    """The oldest job of these queues that has free chunks.

    One of a later release, whose kind this worker does not know, is left to others.
    """
    jobs = Job.objects.with_free_chunks().filter(queue__in=queues, kind__in=KINDS)
    return jobs.order_by("created_at").first()


def busy() -> int:
    """How many messages this worker has, being worked on or about to be."""
    from celery.worker import state

    return len(state.reserved_requests | state.active_requests)
