"""Rescore: ask a version about the drawings that lack its answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet

from ml.inference.classifier import BadVersion
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import added_counts
from recognizer.jobs.kind import Kind, Outcome, Part, Refused
from recognizer.jobs.ranges import ends_of, ids_between
from recognizer.models import Drawing, DrawingQuerySet, JobChunk, ModelVersion
from recognizer.versions.rescoring import answer_all, keep_answers, without_answer


class RescoreForm(forms.Form):
    version = forms.ModelChoiceField(
        ModelVersion.objects.only("name"), to_field_name="name"
    )
    since = forms.DateField(
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text="Drawn on that day (UTC) or later.",
    )
    labelled = forms.BooleanField(required=False, label="Labelled drawings only")
    limit = forms.IntegerField(
        required=False, min_value=1, help_text="The oldest drawings first."
    )


class Rescore(Kind):
    name, title, form = "rescore", "Rescore", RescoreForm

    def describe(self, arguments: dict[str, Any]) -> str:
        text = f"Ask {arguments['version']} about "
        text += "labelled drawings" if arguments["labelled"] else "drawings"
        text += f" since {arguments['since']}" if arguments["since"] else ""
        return text + (
            f", {arguments['limit']:,} at most" if arguments["limit"] else ""
        )

    def plan(self, run: ChunkRun) -> Iterator[Part]:
        values = self.values(run.job.arguments)
        left = values["limit"]
        for page in chosen(values).key_pages():
            run.checkpoint()
            size = len(without_answer(values["version"], [pk for _, pk in page]))
            size = size if left is None else min(size, left)
            if size:
                yield Part({"range": ends_of(page), "limit": size}, size)
            if left is not None and not (left := left - size):
                return

    def run(self, run: ChunkRun) -> None:
        values = self.values(run.job.arguments)
        version = values["version"]
        ids = without_answer(
            version, ids_between(chosen(values), *run.arguments["range"])
        )
        unreadable_before = run.counts.get("unreadable", 0)
        # An earlier worker may have done a part; what cannot be read comes again.
        ids = ids[: run.arguments["limit"] - run.done + unreadable_before]
        try:
            for answers in answer_all(version, ids, workers=1):
                unreadable_before = self._keep(run, version, answers, unreadable_before)
        except BadVersion as error:
            raise Refused(f"{version} cannot be loaded: {error}") from error

    def _keep(
        self,
        run: ChunkRun,
        version: ModelVersion,
        answers: dict,
        unreadable_before: int,
    ) -> int:
        with run.step() as progress:
            rescored = keep_answers(version, answers)
            counted_before = min(unreadable_before, rescored.unreadable)
            progress.add(
                done=len(answers) - counted_before,
                answers=rescored.answers,
                unreadable=rescored.unreadable - counted_before,
                waits_changed=rescored.waits_changed,
            )
        return unreadable_before - counted_before

    def finish(self, run: ChunkRun, chunks: QuerySet[JobChunk]) -> Outcome:
        counts = added_counts(run.job)
        sentence = (
            f"{counts.get('answers', 0):,} answers kept; "
            f"{counts.get('waits_changed', 0):,} drawings have a new place in the "
            "review queue."
        )
        if unreadable := counts.get("unreadable"):
            sentence += f" {unreadable:,} left out: their pictures cannot be read."
        version = self.values(run.job.arguments)["version"]
        return Outcome(sentence, counts, version)


def chosen(values: dict[str, Any]) -> DrawingQuerySet:
    """The drawings that the form's values name."""
    drawings = Drawing.objects.all()
    if values["since"]:
        start = datetime.combine(values["since"], time.min, UTC)
        drawings = drawings.filter(created_at__gte=start)
    if values["labelled"]:
        drawings = drawings.filter(label__isnull=False)
    return drawings
