"""A thread that tells the database that a chunk's worker lives."""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from ctypes import c_bool
from typing import Self

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from recognizer.jobs.chunks import Stopped, renew
from recognizer.models import JobChunk

log = logging.getLogger(__name__)

BEATS = 6  # in the time of a lease

# Set in the worker's main process, which forks those that do the chunks. It has no lock
# that a signal might find locked, or a killed process leave so.
stopping = multiprocessing.get_context("fork").RawValue(c_bool, False)


class Beat(threading.Thread):
    """Renews a chunk's lease until it is left, on a connection of its own."""

    def __init__(self, chunk: JobChunk):
        super().__init__(name=f"beat of {chunk}", daemon=True)
        self._chunk = chunk
        self._left, self._lost = threading.Event(), threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self._left.set()
        self.join()

    def check(self) -> None:
        """Raise Stopped where the chunk is lost or this worker is to end."""
        if self._lost.is_set():
            raise Stopped(f"{self._chunk} is not ours any more.")
        if stopping.value:
            raise Stopped("This worker is ending.")

    def run(self) -> None:
        lease = settings.JOB_LEASE.total_seconds()
        renewed = time.monotonic()
        while not self._left.wait(lease / BEATS):
            try:
                began = time.monotonic()
                if not renew(self._chunk):
                    self._lost.set()
                    break
                renewed = began
            except (DatabaseError, InterfaceError) as error:
                log.warning("%s: no life sign was written: %s", self._chunk, error)
                connection.close()
            if time.monotonic() > renewed + lease:
                self._lost.set()  # somebody else has it by now
                break
        connection.close()
