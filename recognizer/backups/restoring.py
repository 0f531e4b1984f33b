"""Fill an empty database from a backup, after all of that was read once."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from recognizer.backups.encryption import decrypted
from recognizer.backups.engines import engine
from recognizer.backups.errors import BackupError
from recognizer.backups.settling import settle
from recognizer.backups.streams import Measured
from recognizer.backups.verifying import Source, opened, verify
from recognizer.models import ApiKey, Drawing, Job

OF_PEOPLE = (Drawing, User, Job, ApiKey)  # what migrate makes none of


def restore(source: Source, identity: str, *, without_checksum: bool = False) -> int:
    """The backup's size in bytes. Raises BackupError, and the database stays empty."""
    refuse_filled()
    engine().check()
    verify(source, identity, without_checksum=without_checksum)
    if tables := connection.introspection.table_names():
        engine().empty(tables)
    with opened(source) as file:
        raw = Measured(file)
        with decrypted(raw, source.name, identity) as plain:
            engine().load(plain)
    connection.close()  # it was idle meanwhile, perhaps for longer than a firewall lets
    settle()
    return raw.size


def refuse_filled() -> None:
    """Raise BackupError unless there is nothing, or only what migrate has made."""
    tables = connection.introspection.table_names()
    ours = connection.introspection.django_table_names()
    if set(tables) <= {*ours, MigrationRecorder.Migration._meta.db_table}:
        counts = rows_of_people() if tables else {}
        if not any(counts.values()):
            return
        rows = ", ".join(f"{number:,} {name}" for name, number in counts.items())
    else:
        rows = f"{len(tables)} tables, among them others' than ours"
    raise BackupError(
        f"The database is not empty: it has {rows}. Nothing was changed; name an empty "
        "one by DATABASE_URL."
    )


def rows_of_people() -> dict[str, int]:
    """How many there are; of tables of another release, nobody knows."""
    try:
        return {
            str(model._meta.verbose_name_plural): model._default_manager.count()
            for model in OF_PEOPLE
        }
    except DatabaseError:
        return {"tables of another release": 1}
