"""One run at a time, across processes and machines that share the database.

A lock is a row that expires. PostgreSQL's advisory locks of sessions would not do:
behind a pooler in transaction mode each statement may go to another session, so that
one run would take the lock, another find it its own, and nobody release it.
"""

from __future__ import annotations

import os
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import DatabaseError, connection, connections, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from digitsite.database.errors import NO_ANSWER
from recognizer.models import Lock

LEASE = timedelta(seconds=60)  # after which others may have what nobody renewed
RENEWALS = 20.0  # s between two
PATIENCE = 60.0  # s that a run waits for a database that restarts


class Busy(Exception):
    """Another process holds the lock."""


class HeldLock:
    """What only_one() holds."""

    def __init__(self, name: str):
        """Take the lock. Raises Busy if another process holds it."""
        self._name = name
        Lock.objects.bulk_create([Lock(name=name)], ignore_conflicts=True)
        with transaction.atomic():
            # Nobody takes it for longer: then the clock was set back since.
            held = {"expires_at__gt": Now(), "expires_at__lte": Now() + LEASE}
            free = Lock.objects.filter(name=name).exclude(**held)
            holder = f"{socket.gethostname()}, process {os.getpid()}"
            if not free.update(
                holder=holder, fence=F("fence") + 1, expires_at=Now() + LEASE
            ):
                raise self._busy()
            self._fence = Lock.objects.get(name=name).fence

    def renew(self) -> None:
        """Hold it still, or again, before what must not run twice.

        The database connection may be lost after an idle while: connect again. Raises
        Busy if another process has taken the lock by now, and OperationalError if the
        database does not answer for PATIENCE seconds.
        """
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if not self.extend():
                    raise self._busy()
                return
            except NO_ANSWER:
                if time.monotonic() > end:
                    raise
                connection.close()
                time.sleep(1)

    def extend(self) -> bool:
        """Hold it for another LEASE; False if another process has taken it."""
        return bool(self._row().update(expires_at=Now() + LEASE))

    def release(self) -> None:
        with suppress(DatabaseError, *NO_ANSWER):
            self._row().update(expires_at=Now())

    def _row(self) -> QuerySet[Lock]:
        return Lock.objects.filter(name=self._name, fence=self._fence)

    def _busy(self) -> Busy:
        holder = Lock.objects.get(name=self._name).holder
        return Busy(f"Another {self._name} is running: {holder}.")


@contextmanager
def only_one(name: str) -> Iterator[HeldLock]:
    """Hold the lock `name` meanwhile; a process that dies holds it for LEASE at most.

    Raises Busy at once if another process holds it.
    """
    lock = HeldLock(name)
    ended = threading.Event()
    threading.Thread(target=_keep_extending, args=(lock, ended), daemon=True).start()
    try:
        yield lock
    finally:
        ended.set()
        lock.release()


def wait_for_turn(name: str, using: str = "default") -> None:
    """Inside a transaction: all others who call this wait until it ends.

    On SQLite every transaction waits for the one before it (digitsite.database).
    """
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            key = zlib.crc32(f"digitsite {name}".encode())
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _keep_extending(lock: HeldLock, ended: threading.Event) -> None:
    """A thread's work, over a connection of its own, until the run has ended."""
    while not ended.wait(RENEWALS):
        with suppress(*NO_ANSWER):  # asked again; renew() says if it was too long
            lock.extend()
        connection.close()
