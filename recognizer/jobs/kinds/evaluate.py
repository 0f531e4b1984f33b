"""Evaluate: how well a version reads the fixed hold-out and the labelled drawings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django import forms
from django.db.models import QuerySet
from django.utils.text import get_text_list

from ml.data.replay import HOLDOUT
from ml.inference.classifier import BadVersion
from ml.numbers.drawing_answer import DrawingAnswer
from ml.preprocessing.tile import from_bytes
from recognizer.finetuning.training_data import shipped_tiles
from recognizer.formatting import digit_name, percent
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import added_counts
from recognizer.jobs.files import read_json, write_file
from recognizer.jobs.kind import Kind, Outcome, Part, Refused
from recognizer.jobs.ranges import ends_of, ids_between
from recognizer.models import Digit, Drawing, Job, JobChunk, ModelVersion, Shown, shown
from recognizer.versions.classifiers import load_classifier
from recognizer.versions.evaluation import (
    NUMBERS,
    Answers,
    count_answers,
    count_numbers,
    figures_of,
    numbers_figures_of,
)
from recognizer.versions.lineage import trained_on
from recognizer.versions.rescoring import answer_all
from recognizer.versions.scores import FIXED

DRAWINGS = "labelled drawings"
THINGS = {DRAWINGS: DRAWINGS, NUMBERS: NUMBERS, FIXED: f"tiles of the {FIXED}"}
TRAINED_IT, UNREADABLE = "left_out_as_they_trained_it", "left_out_as_unreadable"
FIGURES_FILE = "evaluation.json"


class EvaluateForm(forms.Form):
    version = forms.ModelChoiceField(
        ModelVersion.objects.only("name"), to_field_name="name"
    )


class Evaluate(Kind):
    name, title, form = "evaluate", "Evaluate", EvaluateForm
    unit = "drawings and tiles"
    outcome_template = "admin/recognizer/job/evaluate_outcome.html"

    def describe(self, arguments: dict[str, Any]) -> str:
        return f"Evaluate {arguments['version']}"

    def plan(self, run: ChunkRun) -> Iterator[Part]:
        yield Part({}, len(shipped_tiles(HOLDOUT).y))
        for page in Drawing.objects.labelled().key_pages():
            run.checkpoint()
            yield Part({"range": ends_of(page)}, len(page))

    def run(self, run: ChunkRun) -> None:
        """In one step, unless a worker was lost just after it."""
        if run.done:
            return
        version = self.values(run.job.arguments)["version"]
        try:
            has_range = "range" in run.arguments
            counts = labelled(run, version) if has_range else hold_out(version)
        except BadVersion as error:
            raise Refused(f"{version} cannot be loaded: {error}") from error
        with run.step() as progress:
            progress.add(done=run.size, **counts)

    def finish(self, run: ChunkRun, chunks: QuerySet[JobChunk]) -> Outcome:
        counts = added_counts(run.job)
        sets = [figures_of(name, counts) for name in (DRAWINGS, FIXED)]
        of_numbers = numbers_figures_of(counts)
        left_out = {
            name: counts[name] for name in (TRAINED_IT, UNREADABLE) if counts.get(name)
        }
        version = self.values(run.job.arguments)["version"]
        report = {"version": version.name, "sets": sets, "numbers": of_numbers}
        report |= {"left_out": left_out}
        with run.step():
            write_file(run.job, FIGURES_FILE, [json.dumps(report, indent=1).encode()])
        drawings, fixed = sets
        measured = [drawings, *([of_numbers] if of_numbers["n"] else []), fixed]
        sentence = (
            f"{version} reads {get_text_list([*map(in_words, measured)], 'and')}."
        )
        return Outcome(sentence, numbers(measured) | left_out, version)

    def outcome_of(self, job: Job) -> dict[str, Any]:
        report = read_json(job, FIGURES_FILE)
        labels = [digit_name(digit, none="no digit") for digit in Digit]
        for figures in report["sets"]:
            # Of before numbers were read it has no column for them.
            has_numbers = len(figures["confusion"][0]) > len(labels)
            figures["answers"] = [*labels, *(["a number"] if has_numbers else [])]
            figures["recall"] = [*zip(labels, figures["recall"], strict=True)]
            figures["confusion"] = [*zip(labels, figures["confusion"], strict=True)]
        return {"sets": report["sets"], "numbers": report.get("numbers")}


def hold_out(version: ModelVersion) -> Counter[str]:
    tiles = shipped_tiles(HOLDOUT)
    probabilities = load_classifier(version).probabilities(from_bytes(tiles.x))
    return count_answers(FIXED, Answers.to_tiles(probabilities), tiles.y)


def labelled(run: ChunkRun, version: ModelVersion) -> Counter[str]:
    """Of the chunk's drawings with a settled label that trained no ancestor."""
    settled = Drawing.objects.labelled()
    rows = settled.filter(pk__in=ids_between(settled, *run.arguments["range"]))
    columns = rows.order_by().values_list("pk", "label", "label_number")
    labels = {pk: shown(label, number) for pk, label, number in columns}
    trained = trained_on(version)
    unseen = [pk for pk in labels if str(pk) not in trained]
    read: dict[UUID, DrawingAnswer] = {}
    for answers in answer_all(version, unseen, workers=1):
        run.checkpoint()
        read |= {pk: answer for pk, answer in answers.items() if answer}
    counts = count_read([(answer, labels[pk]) for pk, answer in read.items()])
    counts[TRAINED_IT] = len(labels) - len(unseen)
    counts[UNREADABLE] = len(unseen) - len(read)
    return counts


def count_read(
    answers_and_labels: Sequence[tuple[DrawingAnswer, Shown | None]],
) -> Counter[str]:
    """Numbers are counted whole, all others by their class."""
    numbers, others = [], []
    for answer, label in answers_and_labels:
        if isinstance(label, str):
            numbers.append((answer, label))
        else:
            others.append((answer, label))
    counts: Counter[str] = Counter()
    if others:
        answers, labels = zip(*others, strict=True)
        of_drawings = Answers.to_drawings(answers)
        counts += count_answers(DRAWINGS, of_drawings, np.array(labels))
    if numbers:
        counts += count_numbers(*zip(*numbers, strict=True))
    return counts


def in_words(figures: dict[str, Any]) -> str:
    things = THINGS[figures["name"]]
    if not figures["n"]:
        return f"no {things}"
    share, low, high = (percent(figures[k]) for k in ("accuracy", "low", "high"))
    return f"{share} ({low} to {high}) of {figures['n']:,} {things}"


def numbers(sets: list[dict[str, Any]]) -> dict[str, int]:
    """For whoever reads no file: how many there were, and how many were read right."""
    return {
        f"{figures['name'].replace(' ', '_').replace('-', '_')}{part}": figures[key]
        for figures in sets
        for part, key in (("", "n"), ("_read_right", "right"))
    }
