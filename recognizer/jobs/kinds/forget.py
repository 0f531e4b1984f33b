"""Forget: delete old drawings, as manage.py prune does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from recognizer.deletion.forgetting import (
    Forgotten,
    forget,
    kept_in_backups,
    would_forget,
)
from recognizer.deletion.retention import expired
from recognizer.drawings.idempotency import delete_expired
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import added_counts
from recognizer.jobs.kind import Kind, Outcome, Part
from recognizer.jobs.ranges import ends_of, ids_between
from recognizer.models import DrawingQuerySet, JobChunk


class ForgetForm(forms.Form):
    older_than = forms.IntegerField(
        label="Older than, in days", min_value=1, max_value=36_500
    )
    labelled = forms.BooleanField(
        required=False, label="Labelled ones too", help_text="Else they are kept."
    )
    audited = forms.BooleanField(
        required=False,
        label="Audited ones too",
        help_text="What chance chose for review; else it is kept.",
    )


class Forget(Kind):
    name, title, form = "forget", "Forget", ForgetForm

    def describe(self, arguments: dict[str, Any]) -> str:
        kept = [name for name in ("labelled", "audited") if not arguments[name]]
        text = f"Delete drawings older than {arguments['older_than']:,} days"
        return text + (f", but {' and '.join(kept)} ones" if kept else "")

    def preview(self, values: dict[str, Any]) -> str:
        before = timezone.now()
        going = would_forget(old_drawings(values, before))
        return f"Would be deleted: {going}. {going.versions} {kept_in_backups()}"

    def plan(self, run: ChunkRun) -> Iterator[Part]:
        while delete_expired():  # nobody asks for them again
            run.checkpoint()
        drawings = self._chosen(run)
        going = would_forget(drawings)
        run.log(f"To be deleted: {going}. {going.versions}")
        for page in drawings.key_pages():
            yield Part({"range": ends_of(page)}, len(page))

    def run(self, run: ChunkRun) -> None:
        drawings = self._chosen(run)
        ids = ids_between(drawings, *run.arguments["range"])
        with run.step() as progress:
            # Those that have been labelled meanwhile are not chosen any more.
            gone = forget(drawings.filter(pk__in=ids))
            progress.add(
                done=gone.drawings,
                drawings=gone.drawings,
                predictions=gone.predictions,
                label_changes=gone.label_changes,
            )

    def finish(self, run: ChunkRun, chunks: QuerySet[JobChunk]) -> Outcome:
        counts = added_counts(run.job)
        gone = Forgotten(
            drawings=counts.get("drawings", 0),
            predictions=counts.get("predictions", 0),
            label_changes=counts.get("label_changes", 0),
        )
        return Outcome(f"Deleted {gone}.", counts)

    def _chosen(self, run: ChunkRun) -> DrawingQuerySet:
        return old_drawings(self.values(run.job.arguments), run.job.created_at)


def old_drawings(values: dict[str, Any], asked_at: datetime) -> DrawingQuerySet:
    """Those that were old enough when it was asked for."""
    before = asked_at - timedelta(days=values["older_than"])
    return expired(before, labelled=values["labelled"], audited=values["audited"])
