"""The list, beside the backups, of drawings that were deleted since they were made.

A restored site has these drawings again; `manage.py forget --again` reads the list.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from recognizer.backups.errors import BackupError
from recognizer.backups.places import Place, place_at
from recognizer.backups.retention import kept_in
from recognizer.backups.streams import chunks
from recognizer.models import Backup, ForgottenDrawing

log = logging.getLogger(__name__)

NAME = "digitsite-forgotten.txt"
EVERY = 60.0  # s
AFTER_FAILURE = 3600.0  # s


class ForgottenList:
    """What a worker knows of the list in BACKUP_TO."""

    def __init__(self) -> None:
        self._newest: datetime | None = None  # that is listed
        self._next = 0.0

    def update(self) -> None:
        """Write it where drawings were deleted since; each minute at most."""
        if not settings.BACKUP_TO or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY
        newest = ForgottenDrawing.objects.aggregate(at=Max("at"))["at"]
        if newest == self._newest:
            return
        try:
            write_list(place_at(settings.BACKUP_TO))
            self._newest = newest
        except BackupError as error:
            log.warning("Deleted drawings cannot be listed: %s", error)
            self._next = time.monotonic() + AFTER_FAILURE


def write_list(place: Place) -> None:
    """What it has stays, since a restored site knows of less, while a backup is older.

    Rows go, too, once no backup is as old as they are.
    """
    oldest = oldest_backup(place)
    if oldest:
        ForgottenDrawing.objects.filter(at__lt=oldest).delete()
    before = dict(read_list(place))
    listed = before | dict(ForgottenDrawing.objects.values_list("drawing", "at"))
    listed = {pk: at for pk, at in listed.items() if not oldest or at >= oldest}
    if listed.keys() == before.keys():
        return
    lines = (
        f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {drawing}\n"
        for drawing, at in sorted(listed.items(), key=lambda row: (row[1], row[0]))
    )
    place.write(NAME, BytesIO("".join(lines).encode()))


def oldest_backup(place: Place) -> datetime | None:
    """When it was begun: one that is there, or that the database knows of elsewhere.

    A restored site does not know of the backup that it came from.
    """
    moments = [row.moment for row in kept_in(place)]
    moments += Backup.objects.order_by("made_at").values_list("made_at", flat=True)[:1]
    return min(moments, default=None)


def read_list(place: Place) -> Iterator[tuple[UUID, datetime]]:
    """Each drawing, and when it was deleted. Raises BackupError."""
    try:
        with place.open(NAME) as file:
            text = b"".join(chunks(file)).decode()
        for line in text.splitlines():
            at, drawing = line.split()
            yield UUID(drawing), datetime.fromisoformat(at)
    except FileNotFoundError:
        return
    except ValueError as error:
        raise BackupError(f"{place}/{NAME} cannot be read: {error}.") from error
