"""Backup: the whole database to BACKUP_TO, as manage.py backup makes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from recognizer.backups.errors import BackupError
from recognizer.backups.making import make_backup
from recognizer.formatting import duration, file_size
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.kind import Kind, Outcome, Part, Refused
from recognizer.jobs.turns import alone
from recognizer.models import Backup, JobChunk

FIRST_LINE = 100_000_000  # bytes; then at each doubling


class BackUp(Kind):
    name, title, form = "backup", "Back up", forms.Form
    unit = "backups"
    time_limit = 6 * 3600

    def describe(self, arguments: dict[str, Any]) -> str:
        return "Back up the database"

    def plan(self, run: ChunkRun) -> list[Part]:
        return [Part({}, 1)]

    def run(self, run: ChunkRun) -> None:
        next_line = FIRST_LINE

        def progress(size: int) -> None:
            nonlocal next_line
            run.checkpoint()
            if size >= next_line:
                run.log(f"{file_size(size)} written.")
                next_line *= 2

        try:
            backup, removed = make_backup(
                settings.BACKUP_TO, progress, alone(run, "backup")
            )
        except BackupError as error:
            raise Refused(str(error)) from error
        for name in removed:
            run.log(f"Removed {name}: older than {settings.BACKUP_KEEP_DAYS} days.")
        with run.step() as step:
            step.add(done=1, bytes=backup.size, removed=len(removed))

    def finish(self, run: ChunkRun, chunks: QuerySet[JobChunk]) -> Outcome:
        backup = Backup.objects.latest("made_at")
        return Outcome(
            f"{backup.place}/{backup.name}: {file_size(backup.size)}, "
            f"{backup.security}, in {duration(backup.took)}."
        )
