"""Files of jobs: what they read, what they write, and what staff have uploaded."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from recognizer.models.jobs import Job

# What a fine-tune has trained, between the chunk that trains and the one that registers
# it. The report in it shows drawings.
TRAINED_FILE = ".trained.zip"


class JobFileQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """Those that are for people; the others' names begin with a dot."""
        return self.exclude(name__startswith=".")


class JobFile(models.Model):
    """A file that a job reads or writes; its bytes are in parts, for all machines."""

    job = models.ForeignKey(
        Job,
        models.CASCADE,
        null=True,
        related_name="files",
        help_text="Empty: it was uploaded, and no job has begun with it.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        help_text="Who uploaded it; empty: a job wrote it.",
    )
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(default=0, help_text="In bytes.")
    sha256 = models.CharField(
        max_length=64,
        blank=True,
        db_default="",
        help_text="Of an upload that is whole: the SHA-256 of its parts' SHA-256.",
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = JobFileQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("job", "name"), name="file_name"),
        )

    def __str__(self) -> str:
        return self.name


class JobFilePart(models.Model):
    """Some bytes of a file."""

    file = models.ForeignKey(JobFile, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()
    sha256 = models.CharField(
        max_length=64, blank=True, db_default="", help_text="Of an upload."
    )

    class Meta:
        ordering = ("file", "number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("file", "number"), name="part_number"),
        )

    def __str__(self) -> str:
        return f"{self.file}, part {self.number}"
