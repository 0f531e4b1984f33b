"""SQLite, by its online backup: visitors write on meanwhile."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.db import connection

from recognizer.backups.engine import Engine, Migration
from recognizer.backups.errors import BackupError
from recognizer.backups.programs import Output, Program
from recognizer.backups.streams import Readable, chunks

PAGES = 1_000  # copied between two looks whether to stop
LEFT = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database


class Sqlite(Engine):
    vendor, title, suffix = "sqlite", "SQLite", ".sqlite3"
    magic = b"SQLite format 3\0"

    def check(self) -> None:
        """Nothing to refuse: there is one address alone, that of the file."""

    @contextmanager
    def dump(self, then: Sequence[Program]) -> Iterator[Readable]:
        """By a copy beside the database: what is read of it must not change."""
        with own_file(".backup") as copy:
            copy_to(copy)
            with copy.open("rb") as source:
                if not then:
                    yield source
                    return
                with Output(then, source) as output:
                    yield output

    def look_into(self, source: Readable) -> set[Migration]:
        with own_file(".restore") as copy:
            write(copy, source)
            return migrations_in(copy)

    def load(self, source: Readable) -> None:
        with own_file(".restore") as copy:
            write(copy, source)
            migrations_in(copy)
            connection.close()
            remove(database())
            copy.rename(database())

    def empty(self, tables: Collection[str]) -> None:
        connection.close()
        remove(database())

    def analyze(self) -> None:
        """Nothing to do: the file has what the planner knew."""


def database() -> Path:
    return Path(connection.settings_dict["NAME"])


@contextmanager
def own_file(suffix: str) -> Iterator[Path]:
    """A new file beside the database, readable by us alone, and gone afterwards."""
    path = database().with_name(database().name + suffix)
    try:
        remove(path)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield path
    except OSError as error:
        raise BackupError(f"{path}: {error.strerror}.") from error
    finally:
        remove(path)


def remove(path: Path) -> None:
    for suffix in ("", *LEFT):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def copy_to(path: Path) -> None:
    """In one transaction that reads, so that no writer makes it begin anew."""
    try:
        with (
            closing(sqlite3.connect(database(), isolation_level=None)) as source,
            closing(sqlite3.connect(path)) as copy,
        ):
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master")
            source.backup(copy, pages=PAGES, progress=lambda *_: None)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, not three
    except sqlite3.Error as error:
        raise BackupError(f"{database()}: {error}.") from error


def write(path: Path, source: Readable) -> None:
    with path.open("wb") as file:
        for data in chunks(source):
            file.write(data)
        file.flush()
        os.fsync(file.fileno())


def migrations_in(path: Path) -> set[Migration]:
    """Raises BackupError where the file is damaged."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                raise BackupError(f"The backup is damaged: {verdict}.")
            with suppress(sqlite3.OperationalError):  # no such table
                return set(copy.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.Error as error:
        raise BackupError(f"The backup is damaged: {error}.") from error
    return set()
