"""One run at a time, across processes and machines that share the database."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    connections,
)

PATIENCE = 60.0  # s that a run waits for a database that restarts


class Busy(Exception):
    """Another process holds the lock."""


class Lock(Protocol):
    """What only_one() holds."""

    def acquire(self) -> None:
        """Raises Busy if another process holds it."""

    def renew(self) -> None:
        """Hold it still, or again, before what must not run twice.

        A database connection that was idle for long may be lost, and the lock with it:
        connect and take it again. Raises Busy if another process has it by now, and
        OperationalError if the database does not answer for PATIENCE seconds.
        """

    def release(self) -> None: ...


@contextmanager
def only_one(name: str) -> Iterator[Lock]:
    """Hold the lock `name` meanwhile; a process that dies holds it no longer.

    On PostgreSQL an advisory lock, on SQLite a lock on a file beside the database.
    Raises Busy at once if another process holds it.
    """
    is_postgresql = connection.vendor == "postgresql"
    lock: Lock = _AdvisoryLock(name) if is_postgresql else _FileLock(name)
    lock.acquire()
    try:
        yield lock
    finally:
        lock.release()


def wait_for_turn(name: str, using: str = "default") -> None:
    """Inside a transaction: all others who call this wait until it ends.

    On SQLite every transaction waits for the one before it (digitsite.database).
    """
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_key(name)])


class _AdvisoryLock:
    """PostgreSQL's, which a session holds: it ends with the connection."""

    def __init__(self, name: str):
        self._name, self._session = name, None

    def acquire(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_key(self._name)])
            if cursor.fetchone() != (True,):
                raise _busy(self._name)
        self._session = connection.connection

    def renew(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self._is_held():
            connection.close()
            try:
                self.acquire()
            except OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(1)

    def release(self) -> None:
        if connection.connection is self._session:
            with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_key(self._name)])

    def _is_held(self) -> bool:
        return connection.connection is self._session and connection.is_usable()


class _FileLock:
    """On an open file, which no database takes away."""

    def __init__(self, name: str):
        database = str(connection.settings_dict["NAME"])
        # That of a test has no file, and is of this process alone.
        if connection.is_in_memory_db():  # type: ignore[attr-defined]  # SQLite has it
            database = str(Path(tempfile.gettempdir(), f"digitsite-{os.getpid()}"))
        self._name = name
        # Open as long as the lock is held.
        self._file = Path(f"{database}.{name}.lock").open("w")  # noqa: SIM115

    def acquire(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise _busy(self._name) from error

    def renew(self) -> None:
        pass

    def release(self) -> None:
        self._file.close()


def _key(name: str) -> int:
    return zlib.crc32(f"digitsite {name}".encode())


def _busy(name: str) -> Busy:
    return Busy(f"Another {name} is running.")
