"""Which drawings an export holds: for those who make it, and for who deletes one."""

from __future__ import annotations

from uuid import UUID

from django.db import models

from recognizer.models.job_files import JobFile
from recognizer.models.jobs import Job

ID_BYTES = 16


class ExportList(models.Model):
    """Some of an export's drawings: what one chunk reads."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="export_lists")
    number = models.PositiveIntegerField()
    first = models.UUIDField()
    last = models.UUIDField()
    ids = models.BinaryField(help_text="16 bytes each, in order.")
    labels = models.BinaryField(help_text="See recognizer.exports.plan.")
    records = models.OneToOneField(
        JobFile,
        models.SET_NULL,
        null=True,
        related_name="export_list",
        help_text="What was read of them, until all are in one file.",
    )
    exported = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("job", "number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("job", "number"), name="export_list"),
        )

    def __str__(self) -> str:
        return f"{self.job}, list {self.number}"

    def drawings(self) -> list[UUID]:
        ids = bytes(self.ids)
        starts = range(0, len(ids), ID_BYTES)
        return [UUID(bytes=ids[i : i + ID_BYTES]) for i in starts]
