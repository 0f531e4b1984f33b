"""Make a backup: the database, maybe encrypted, to a place, with its checksum."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO

from django.conf import settings
from django.db import connection
from django.utils import timezone

from recognizer.backups.encryption import encryption
from recognizer.backups.engines import engine
from recognizer.backups.errors import BackupError
from recognizer.backups.forgotten import write_list
from recognizer.backups.names import CHECKSUM, is_encrypted, name_of
from recognizer.backups.places import Place, place_at
from recognizer.backups.retention import remove_old
from recognizer.backups.streams import Measured
from recognizer.locks import Busy, HeldLock, only_one
from recognizer.models import Backup, Lock
from recognizer.monitoring.readiness import applied_migrations, newest_migrations


def make_backup(
    to: str,
    progress: Callable[[int], object] = lambda size: None,
    turn: AbstractContextManager[HeldLock] | None = None,
) -> tuple[Backup, list[str]]:
    """The new backup, and the names of older ones that were removed after it.

    `progress` is told how many bytes are written; `turn` waits while another backup is
    made, which is refused otherwise. Raises BackupError.
    """
    if not to:
        raise BackupError("Nobody has said where to: set BACKUP_TO.")
    place = place_at(to)
    if Lock._meta.db_table not in connection.introspection.table_names():
        raise BackupError("The database has no site yet: there is nothing to back up.")
    engine().check()
    try:
        with turn or only_one("backup") as lock:
            place.remove_unfinished()
            backup = write_to(place, progress)
            lock.renew()  # connects again, where it took so long
            return backup, note(backup, place)
    except Busy as busy:
        raise BackupError(str(busy)) from busy


def note(backup: Backup, place: Place) -> list[str]:
    """Keep its row and remove old ones; nothing of it before an upgrade's migrations.

    Code that knows other tables than the database has makes a backup all the same.
    """
    if newest_migrations() - applied_migrations():
        return []
    backup.save()
    removed = remove_old(place, settings.BACKUP_KEEP_DAYS)
    write_list(place)
    return removed


def write_to(place: Place, progress: Callable[[int], object]) -> Backup:
    programs, ending = encryption(settings.BACKUP_RECIPIENT)
    began, started = timezone.now(), time.monotonic()
    name = name_of(began, engine().suffix + ending)
    with engine().dump(programs) as source:
        written = Measured(source, progress)
        place.write(name, written)
    write_checksum(place, name, written.sha256)
    return Backup(
        name=name,
        place=str(place),
        made_at=began,
        took=timedelta(seconds=time.monotonic() - started),
        size=written.size,
        is_encrypted=is_encrypted(name),
    )


def write_checksum(place: Place, name: str, sha256: str) -> None:
    """As sha256sum has it. A backup without one is not whole, and does not stay."""
    try:
        line = f"{sha256}  {name}\n".encode()
        place.write(name + CHECKSUM, BytesIO(line))
    except BaseException:
        place.delete(name)
        raise
