"""One run at a time, across processes and machines that share the database."""

from __future__ import annotations

import fcntl
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


class Busy(Exception):
    """Another process is at it."""


@contextmanager
def only_one(name: str):
    """Hold the database's lock `name` meanwhile; gone with the process that held it.

    PostgreSQL's advisory lock; for SQLite a lock on a file beside the database. Raises
    Busy at once where another holds it.
    """
    take = _advisory if connection.vendor == "postgresql" else _beside_the_file
    with take(name) as taken:
        if not taken:
            raise Busy(f"Another {name} is running.")
        yield


@contextmanager
def _advisory(name: str):
    key = zlib.crc32(f"digitsite {name}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (taken,) = cursor.fetchone()
    try:
        yield taken
    finally:
        if taken:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _beside_the_file(name: str):
    database = str(connection.settings_dict["NAME"])
    if connection.is_in_memory_db():  # of a test; there is nothing to be beside
        database = str(Path(tempfile.gettempdir(), "digitsite"))
    with Path(f"{database}.{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
