"""One run at a time, across processes and machines that share the database."""

from __future__ import annotations

import fcntl
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections


class Busy(Exception):
    """Another process holds the lock."""


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """Hold the lock `name` meanwhile; a process that dies holds it no longer.

    On PostgreSQL an advisory lock, on SQLite a lock on a file beside the database.
    Raises Busy at once if another process holds it.
    """
    lock = _advisory_lock if connection.vendor == "postgresql" else _file_lock
    with lock(name) as acquired:
        if not acquired:
            raise Busy(f"Another {name} is running.")
        yield


@contextmanager
def _advisory_lock(name: str) -> Iterator[bool]:
    key = zlib.crc32(f"digitsite {name}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (acquired,) = cursor.fetchone()
    try:
        yield acquired
    finally:
        if acquired:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _file_lock(name: str) -> Iterator[bool]:
    database = str(connection.settings_dict["NAME"])
    # That of a test has no file. Only SQLite's connections have the method.
    if connection.is_in_memory_db():  # type: ignore[attr-defined]
        database = str(Path(tempfile.gettempdir(), "digitsite"))
    with Path(f"{database}.{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def wait_for_turn(name: str, using: str = "default") -> None:
    """Inside a transaction: all others who call this wait until it ends.

    On SQLite every transaction waits for the one before it (settings.database).
    """
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            key = zlib.crc32(f"digitsite {name}".encode())
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
