"""PostgreSQL, by its own pg_dump and pg_restore of a version that fits the server."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import connection
from psycopg2 import OperationalError, connect
from psycopg2.extensions import make_dsn

from recognizer.backups.engine import Engine, Migration
from recognizer.backups.errors import BackupError
from recognizer.backups.programs import Output, Program, Running, check, pour
from recognizer.backups.streams import Readable

# Beside PATH: where Debian, Red Hat and Homebrew have those of each version.
FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
)
MIGRATIONS = "django_migrations"


class Postgresql(Engine):
    vendor, title, suffix, magic = "postgresql", "PostgreSQL", ".dump", b"PGDMP"

    def check(self) -> None:
        """DATABASE_URL may have changed, and BACKUP_DATABASE_URL not with it."""
        if not settings.BACKUP_DATABASE:
            return
        secret = settings.BACKUP_DATABASE["PASSWORD"] or None
        try:
            with closing(connect(server(), password=secret)) as direct:
                dumped = identity(direct.cursor())
        except OperationalError as error:
            raise BackupError(f"BACKUP_DATABASE_URL: {str(error).strip()}.") from error
        with connection.cursor() as cursor:
            if identity(cursor) != dumped:
                raise BackupError(
                    "BACKUP_DATABASE_URL names another database than DATABASE_URL."
                )

    def dump(self, then: Sequence[Program]) -> Output:
        return Output([program("pg_dump", *DUMP), *then])

    def look_into(self, source: Readable) -> set[Migration]:
        """By one pg_restore that reads all, and another that reads the migrations."""
        with TemporaryFile() as rows:
            everything = ["--file=/dev/null"]
            migrations = ["--data-only", f"--table={MIGRATIONS}", "--file=-"]
            run(source, (everything, subprocess.DEVNULL), (migrations, rows))
            rows.seek(0)
            return set(read_migrations(rows))

    def load(self, source: Readable) -> None:
        run(source, ([*LOAD, f"--dbname={server()}"], subprocess.DEVNULL))

    def analyze(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # a dump does not have the planner's statistics

    def empty(self, tables: Collection[str]) -> None:
        names = ", ".join(map(connection.ops.quote_name, tables))
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {names} CASCADE")


# Pictures and weights are compressed already: level 6 takes four times as much of a
# core and saves a twentieth.
DUMP = (
    "--format=custom",
    "--compress=1",
    "--no-owner",
    "--no-privileges",
    "--no-password",
)
LOAD = (
    "--single-transaction",
    "--exit-on-error",
    "--no-owner",
    "--no-privileges",
    "--no-password",
)


def run(source: Readable, *readers: tuple[Sequence[str], int | IO]) -> None:
    """Let each pg_restore read the source; what it writes goes where the pair says."""
    started: list[Running] = []
    try:
        for arguments, output in readers:
            pg_restore = Program([tool("pg_restore"), *arguments], password())
            started.append(Running(pg_restore, subprocess.PIPE, output))
        pour(source, started)
        check(started)
    finally:
        for running in started:
            running.end()


def read_migrations(rows: IO[bytes]) -> Iterator[Migration]:
    """From the rows' text, as COPY has it: id, app, name and time."""
    for line in rows:
        columns = line.decode().split("\t")
        if len(columns) == 4:
            yield columns[1], columns[2]


def program(name: str, *arguments: str) -> Program:
    return Program([tool(name), *arguments, f"--dbname={server()}"], password())


def server() -> str:
    """libpq's words for the database, past a pooler, without the password."""
    row = direct_database()
    options = {
        name: value
        for name, value in row["OPTIONS"].items()
        if name not in ("connection_factory", "sslpassword")
    }
    where = {
        "host": row["HOST"],
        "port": row["PORT"],
        "user": row["USER"],
        "dbname": row["NAME"],
    }
    return make_dsn(
        **options, **{name: value for name, value in where.items() if value}
    )


def password() -> dict[str, str]:
    if secret := direct_database()["PASSWORD"]:
        return {"PGPASSWORD": secret}
    return {}


def identity(cursor: Any) -> tuple[object, ...]:
    """What tells a database from all others, whatever address leads to it."""
    cursor.execute("SELECT current_database(), pg_postmaster_start_time()")
    return tuple(cursor.fetchone())


def direct_database() -> dict[str, Any]:
    """Django's settings of the server itself.

    A pooler in transaction mode would give what pg_dump sets to others' sessions.
    """
    if settings.BACKUP_DATABASE:
        return settings.BACKUP_DATABASE
    if settings.DATABASE_POOLED:
        raise BackupError(
            "DATABASE_URL names a pooler, which pg_dump must not use: set "
            "BACKUP_DATABASE_URL to the server itself."
        )
    return connection.settings_dict


def tool(name: str) -> str:
    """The path of the oldest that is as new as the server.

    An older one refuses, and what a newer one writes may say what the server does not
    know yet.
    """
    wanted = server_version()
    versions = dict(installed(name))
    fitting = [version for version in versions if version >= wanted]
    if fitting:
        return versions[min(fitting)]
    there = ", ".join(f"{version} ({path})" for version, path in versions.items())
    raise BackupError(
        f"The server is PostgreSQL {wanted}, and there is no {name} of that version or "
        f"a newer one here, but {there or 'none'}: apt-get install "
        f"postgresql-client-{wanted}."
    )


def server_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def installed(name: str) -> Iterator[tuple[int, str]]:
    """By version; those in folders of their own come last, and so first in a dict."""
    on_path = shutil.which(name)
    paths = [on_path] if on_path else []
    for folder in FOLDERS:
        paths += [str(path / name) for path in sorted(Path("/").glob(folder[1:]))]
    for path in paths:
        with suppress(OSError):
            words = subprocess.run([path, "--version"], capture_output=True, text=True)  # noqa: S603
            if version := re.search(r"\) (\d+)", words.stdout):
                yield int(version[1]), path
