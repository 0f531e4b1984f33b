"""manage.py backup: the whole database to BACKUP_TO, and what lies there."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from recognizer.backups.encryption import needs_identity
from recognizer.backups.errors import BackupError
from recognizer.backups.making import make_backup
from recognizer.backups.places import place_at
from recognizer.backups.retention import kept_in
from recognizer.backups.verifying import find, verify, verify_checksum
from recognizer.formatting import duration, file_size
from recognizer.management.console import stoppable, stopped_by_service


class Command(BaseCommand):
    help = (
        "Write the whole database to a folder or to s3://bucket/prefix, with its "
        "checksum, and encrypted where BACKUP_RECIPIENT names somebody. Then remove "
        "backups that are older than BACKUP_KEEP_DAYS."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("to", nargs="?", default="", help="else BACKUP_TO")
        instead = parser.add_mutually_exclusive_group()
        instead.add_argument(
            "--list", action="store_true", help="say what is there, and make none"
        )
        instead.add_argument(
            "--verify",
            action="store_true",
            help="read the newest there, or the one that is named, and make none",
        )
        add("--identity", metavar="FILE", default="", help="of age, for --verify")

    def handle(self, *, to, list, verify, identity, **_) -> None:
        to = to or settings.BACKUP_TO
        if not to:
            raise CommandError("Name a folder or s3://bucket/prefix, or set BACKUP_TO.")
        try:
            if list:
                self.list(to)
            elif verify:
                self.verify(to, identity or settings.BACKUP_IDENTITY)
            else:
                self.make(to)
        except BackupError as error:
            raise CommandError(str(error)) from error

    def make(self, to: str) -> None:
        with (
            stopped_by_service(),
            stoppable(lambda: "Stopped. No backup was made."),
            tqdm(unit="B", unit_scale=True, disable=None) as bar,
        ):
            backup, removed = make_backup(to, lambda size: bar.update(size - bar.n))
        self.stdout.write(
            f"{backup.place}/{backup.name}: {file_size(backup.size)}, "
            f"{backup.security}, in {duration(backup.took)}."
        )
        for name in removed:
            self.stdout.write(f"Removed {name}: older than BACKUP_KEEP_DAYS.")

    def list(self, to: str) -> None:
        place = place_at(to)
        backups = kept_in(place)
        if not backups:
            self.stdout.write(f"{place} holds no backup.")
        for row in backups:
            size = file_size(row.size)
            age = duration(timezone.now() - row.moment)
            state = "" if row.is_whole else "  not whole: it has no checksum"
            self.stdout.write(f"{row.name:45} {size:>10} {age:>8} old{state}")

    def verify(self, to: str, identity: str) -> None:
        source = find(to)
        if needs_identity(source.name, identity):
            verify_checksum(source)
            words = "its checksum is right; to look into it, name --identity."
        else:
            verify(source, identity)
            words = "it is whole, and can be restored."
        self.stdout.write(f"{source}: {words}")
