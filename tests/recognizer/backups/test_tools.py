"""Which pg_dump is taken, and how it is told where the server is."""

import subprocess

import pytest

from recognizer.backups import postgresql
from recognizer.backups.errors import BackupError
from recognizer.backups.postgresql import program, tool
from recognizer.backups.programs import Program, Running

SERVER = {
    "HOST": "db.example",
    "PORT": 5433,
    "USER": "digits",
    "NAME": "digits",
    "PASSWORD": "a secret",
    "OPTIONS": {"sslmode": "require", "connection_factory": object},
}


def offer(monkeypatch, server, *versions):
    monkeypatch.setattr(postgresql, "server_version", lambda: server)
    there = [(version, f"/usr/{version}/pg_dump") for version in versions]
    monkeypatch.setattr(postgresql, "installed", lambda name: iter(there))


def test_the_oldest_that_is_new_enough_is_taken(monkeypatch):
    offer(monkeypatch, 15, 18, 13, 16)
    assert tool("pg_dump") == "/usr/16/pg_dump"


@pytest.mark.parametrize(
    ("versions", "there"), [((13, 15), "13 .*, 15 "), ((), "none")]
)
def test_it_says_what_is_missing(monkeypatch, versions, there):
    offer(monkeypatch, 17, *versions)
    with pytest.raises(BackupError, match=f"is PostgreSQL 17.*{there}.*client-17"):
        tool("pg_dump")


def test_the_password_is_on_no_command_line(monkeypatch, settings):
    offer(monkeypatch, 15, 15)
    settings.BACKUP_DATABASE = SERVER
    pg_dump = program("pg_dump")
    assert pg_dump.environment == {"PGPASSWORD": "a secret"}
    assert "secret" not in " ".join(pg_dump.arguments)
    assert pg_dump.arguments[-1] == (
        "--dbname=sslmode=require host=db.example port=5433 user=digits dbname=digits"
    )


def test_a_pooler_is_not_asked_to_dump(monkeypatch, settings):
    settings.DATABASE_POOLED = True
    offer(monkeypatch, 15, 15)
    with pytest.raises(BackupError, match="set BACKUP_DATABASE_URL"):
        program("pg_dump")


def test_a_program_that_crashes_says_by_what():
    """As pg_restore may on a damaged file, without a word."""
    crash = Program(["sh", "-c", "kill -SEGV $$"])
    running = Running(crash, subprocess.DEVNULL, subprocess.DEVNULL)
    assert running.complaint() == (
        "sh: was ended by Segmentation fault; is the file damaged?"
    )
    running.end()
