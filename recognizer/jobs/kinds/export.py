"""Export: write labelled drawings as one zip, read by all workers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet, Sum

from recognizer.exports.choice import chosen
from recognizer.exports.dataset import CannotExport, Export
from recognizer.exports.formats import TITLES
from recognizer.exports.plan import Plan
from recognizer.formatting import file_size
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.exporting import put_together, read_list, write_lists
from recognizer.jobs.kind import Kind, Outcome, Part, Refused
from recognizer.models import JobChunk, ModelVersion


class ExportForm(forms.Form):
    format = forms.ChoiceField(choices=TITLES.items())
    since = forms.DateField(
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text="Labelled on that day (UTC) or later.",
    )
    until = forms.DateField(
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text="Labelled on that day (UTC) or before.",
    )
    answered_by = forms.ModelChoiceField(
        ModelVersion.objects.only("name"),
        to_field_name="name",
        required=False,
        help_text="Drawings of which visitors were given this version's answer.",
    )
    once = forms.BooleanField(
        required=False, label="Of several drawings with the same tile, one"
    )
    digits_only = forms.BooleanField(
        required=False, label="Without those that are not a digit"
    )
    names = forms.BooleanField(required=False, label="Reviewers by name, not by number")


class ExportLabels(Kind):
    name, title, form = "export", "Export", ExportForm
    time_limit = 3600  # the last chunk writes all that the others have read

    def describe(self, arguments: dict[str, Any]) -> str:
        text = f"Export labelled drawings as {TITLES[arguments['format']]}"
        text += f", since {arguments['since']}" if arguments["since"] else ""
        text += f", until {arguments['until']}" if arguments["until"] else ""
        if version := arguments["answered_by"]:
            text += f", answered by {version}"
        text += ", of twins one" if arguments["once"] else ""
        text += ", digits only" if arguments["digits_only"] else ""
        return text + (", with reviewers' names" if arguments["names"] else "")

    def plan(self, run: ChunkRun) -> Iterator[Part]:
        values = self.values(run.job.arguments)
        format = values.pop("format")
        days = {name: values.pop(name) for name in ("since", "until", "answered_by")}
        try:
            plan, sizes = write_lists(run, Export(chosen(**days), **values), format)
        except CannotExport as error:
            raise Refused(str(error)) from error
        for number, size in enumerate(sizes, start=1):
            yield Part({"plan": plan.as_json(), "list": number}, size)

    def run(self, run: ChunkRun) -> None:
        row = run.job.export_lists.get(number=run.arguments["list"])
        if not row.records_id:
            read_list(run, Plan.from_json(run.arguments["plan"]), row)
        with run.step() as progress:
            progress.add(done=len(row.drawings()) - run.done)

    def finish(self, run: ChunkRun, chunks: QuerySet[JobChunk]) -> Outcome:
        plan = Plan.from_json(chunks[0].arguments["plan"])
        zip_file = put_together(run, plan)
        counts = run.job.export_lists.aggregate(
            exported=Sum("exported"), unreadable=Sum("unreadable")
        )
        counts["deleted"] = plan.count - counts["exported"] - counts["unreadable"]
        size = file_size(zip_file.size)
        sentence = f"{counts['exported']:,} drawings in {zip_file} ({size})"
        if plan.numbers_left_out:
            counts["numbers_left_out"] = plan.numbers_left_out
        return Outcome(f"{sentence}{left_out(counts)}.", counts)


def left_out(counts: dict[str, int]) -> str:
    text = ""
    if unreadable := counts["unreadable"]:
        text += f"; {unreadable:,} left out: their pictures cannot be read"
    if deleted := counts["deleted"]:
        text += f"; {deleted:,} left out: deleted since the export began"
    if numbers := counts.get("numbers_left_out"):
        text += f"; {numbers:,} numbers left out: this format holds single digits"
    return text
