"""Label doctor: find labels that are probably wrong, and keep them for its page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.kind import Kind, Outcome, Part
from recognizer.labelling.kept_suspects import keep
from recognizer.labelling.label_doctor import examine
from recognizer.models import JobChunk


class LabelDoctor(Kind):
    name, title, form = "label_doctor", "Look for suspect labels", forms.Form

    def describe(self, arguments: dict[str, Any]) -> str:
        return "Look for labels that are probably wrong"

    def plan(self, run: ChunkRun) -> list[Part]:
        return [Part({}, 0)]

    def run(self, run: ChunkRun) -> None:
        suspects = examine()
        with run.step() as progress:
            progress.add(suspects=keep(suspects) - run.counts.get("suspects", 0))

    def finish(self, run: ChunkRun, chunks: QuerySet[JobChunk]) -> Outcome:
        number = chunks.get().counts["suspects"]
        labels = "1 label is" if number == 1 else f"{number:,} labels are"
        return Outcome(f"{labels if number else 'No label is'} suspect.")
