"""An empty PostgreSQL database beside the test's, and every row of both."""

from contextlib import contextmanager
from hashlib import sha256

import pytest
from django.db import connection

from recognizer.backups import postgresql
from tests.support.postgres import tools

EMPTY = "digitsite_restored"
SEQUENCE = "SELECT last_value FROM pg_sequences WHERE sequencename = %s"
# What restore() settles, and the row of the backup itself.
SETTLED = (
    "django_session",
    "recognizer_jobworker",
    "recognizer_lock",
    "recognizer_backup",
)


@pytest.fixture
def empty_database(transactional_db, monkeypatch):
    """The name of one; pg_dump and pg_restore are those of the tests' server."""
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's alone")
    if folder := tools():
        monkeypatch.setenv("PATH", str(folder), prepend=":")
    # What after_flush.py keeps for later tests is none of the site's.
    dump = (*postgresql.DUMP, "--exclude-table=shipped_*")
    monkeypatch.setattr(postgresql, "DUMP", dump)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {EMPTY}")
        cursor.execute(f"CREATE DATABASE {EMPTY}")
    yield EMPTY
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {EMPTY}")


@contextmanager
def connected_to(name):
    """Django's connection goes to that database meanwhile."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def all_rows(without=()):
    """By table, each row of the database as text, and where its sequence stands."""
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in without and not table.startswith("shipped_"):
                cursor.execute(f'SELECT * FROM "{table}"')
                rows[table] = sorted(as_text(row) for row in cursor.fetchall())
                if connection.vendor == "postgresql":
                    cursor.execute(SEQUENCE, [f"{table}_id_seq"])
                    rows[table] += cursor.fetchall()
    return rows


def as_text(row):
    """Bytes by their hash: weights have megabytes."""
    is_bytes = (bytes, memoryview)
    return repr([sha256(x).hexdigest() if isinstance(x, is_bytes) else x for x in row])
