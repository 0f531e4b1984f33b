"""Which backups a place holds, and which of them have become too old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from recognizer.backups.names import CHECKSUM, moment_of
from recognizer.backups.places import Place
from recognizer.models import Backup


@dataclass(frozen=True)
class Kept:
    """A backup of ours in a place."""

    name: str
    moment: datetime
    size: int
    is_whole: bool  # its checksum, which is written last, is there


def kept_in(place: Place) -> list[Kept]:
    """Ours alone, the newest first."""
    sizes = place.sizes()
    rows = ((name, moment_of(name)) for name in sizes)
    kept = [
        Kept(name, moment, sizes[name], name + CHECKSUM in sizes)
        for name, moment in rows
        if moment
    ]
    return sorted(kept, key=lambda row: row.name, reverse=True)


def remove_old(place: Place, days: int) -> list[str]:
    """Delete ours of more than so many days, but never the newest that is whole."""
    before = timezone.now() - timedelta(days=days)
    backups = kept_in(place)
    newest = next((row for row in backups if row.is_whole), None)
    old = [row.name for row in backups if row.moment < before and row != newest]
    for name in old:
        place.delete(name)
        place.delete(name + CHECKSUM)
    there = [row.name for row in backups if row.name not in old]
    Backup.objects.filter(place=str(place)).exclude(name__in=there).delete()
    return old
