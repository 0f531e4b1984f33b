"""manage.py restore FROM: an empty database becomes what a backup holds."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recognizer.backups.engines import engine
from recognizer.backups.errors import BackupError
from recognizer.backups.restoring import restore
from recognizer.backups.verifying import find
from recognizer.formatting import duration, file_size
from recognizer.management.console import stoppable, stopped_by_service

LEFT = """Left to do:
- manage.py migrate
- manage.py forget --again {place}: deletes what was deleted since the backup
- look through accounts and API keys: those that were closed since are open again
- start the web servers and workers; staff log in anew"""


class Command(BaseCommand):
    help = (
        "Fill the database of DATABASE_URL, which is empty or has only what migrate "
        "made, from a backup, after all of that was read and found whole."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("source", metavar="FROM", help="a backup; of a folder or prefix the newest")
        add("--identity", metavar="FILE", default="", help="else BACKUP_IDENTITY")
        add(
            "--without-checksum",
            action="store_true",
            help="also where no .sha256 lies beside it, as of a pg_dump by hand",
        )

    def handle(self, *, source, identity, without_checksum, **_) -> None:
        began = time.monotonic()
        identity = identity or settings.BACKUP_IDENTITY
        try:
            backup = find(source)
            self.stdout.write(f"Reading {backup}, to see whether it is whole ...")
            with (
                stopped_by_service(),
                stoppable(lambda: "Stopped. Nothing was restored."),
            ):
                size = restore(backup, identity, without_checksum=without_checksum)
        except BackupError as error:
            raise CommandError(str(error)) from error
        took = duration(timedelta(seconds=time.monotonic() - began))
        self.stdout.write(f"Restored {backup}: {file_size(size)} in {took}.")
        with stoppable(lambda: "Stopped. The backup was restored all the same."):
            engine().analyze()
        self.stdout.write(LEFT.format(place=backup.place))
