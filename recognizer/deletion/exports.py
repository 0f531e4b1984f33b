"""Exports that jobs made go with their drawings, and after a week."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from recognizer.models import ExportList, Job, JobFile, JobLine, JobState

KEPT = timedelta(days=7)
DELETED = "A drawing of this export was deleted, and so is what was written of it."
OLD = f"The file was removed after {KEPT.days} days."


def remove_exports_of(drawings: Collection[UUID]) -> None:
    """Remove each export that holds any of these, and what it was to be made of.

    Inside the transaction that deletes them, whose rows are locked. A job that is still
    at it goes on without them: see recognizer/jobs/exporting.py.
    """
    overlapping = ExportList.objects.filter(
        first__lte=max(drawings), last__gte=min(drawings)
    )
    rows = overlapping.order_by("pk").select_for_update(of=("self",))
    lists = [row for row in rows if not set(drawings).isdisjoint(row.drawings())]
    JobFile.objects.filter(export_list__in=lists).delete()
    for job in Job.objects.filter(export_lists__in=lists).distinct():
        job.files.filter(export_list=None).delete()
        JobLine.objects.create(job=job, text=DELETED)


def remove_old_exports() -> None:
    """Remove what is older than KEPT, and what failed or was cancelled."""
    with_lists = Job.objects.filter(export_lists__isnull=False).distinct()
    for job in with_lists.filter(finished_at__lt=Now() - KEPT):
        if remove_export(job):
            JobLine.objects.create(job=job, text=OLD)
    for job in with_lists.filter(state__in=(JobState.FAILED, JobState.CANCELLED)):
        remove_export(job)


@transaction.atomic
def remove_export(job: Job) -> bool:
    """Remove all that is kept of it but the job; whether there was a file."""
    job.export_lists.all().delete()
    return bool(job.files.all().delete()[0])
