"""Evaluate: how well a version reads the fixed hold-out and the labelled drawings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import numpy as np
from django import forms
from django.db.models import QuerySet

from ml.data.replay import HOLDOUT
from ml.inference.classifier import BadVersion
from ml.preprocessing.tile import from_bytes
from recognizer.finetuning.training_data import shipped_tiles
from recognizer.formatting import digit_name, percent
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import added_counts
from recognizer.jobs.files import read_json, write_file
from recognizer.jobs.kind import Kind, Outcome, Part, Refused
from recognizer.jobs.ranges import ends_of, ids_between
from recognizer.models import Digit, Drawing, Job, JobChunk, ModelVersion
from recognizer.versions.classifiers import load_classifier
from recognizer.versions.evaluation import count_answers, figures_of
from recognizer.versions.lineage import trained_on
from recognizer.versions.rescoring import answer_all
from recognizer.versions.scores import FIXED

DRAWINGS = "labelled drawings"
THINGS = {DRAWINGS: DRAWINGS, FIXED: f"tiles of the {FIXED}"}
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
        left_out = {
            name: counts[name] for name in (TRAINED_IT, UNREADABLE) if counts.get(name)
        }
        version = self.values(run.job.arguments)["version"]
        shown = {"version": version.name, "sets": sets, "left_out": left_out}
        with run.step():
            write_file(run.job, FIGURES_FILE, [json.dumps(shown, indent=1).encode()])
        sentence = f"{version} reads {' and '.join(map(in_words, sets))}."
        return Outcome(sentence, numbers(sets) | left_out, version)

    def outcome_of(self, job: Job) -> dict[str, Any]:
        shown = read_json(job, FIGURES_FILE)
        labels = [digit_name(digit, none="no digit") for digit in Digit]
        for figures in shown["sets"]:
            figures["recall"] = [*zip(labels, figures["recall"], strict=True)]
            figures["confusion"] = [*zip(labels, figures["confusion"], strict=True)]
        return {"sets": shown["sets"], "labels": labels}


def hold_out(version: ModelVersion) -> Counter[str]:
    tiles = shipped_tiles(HOLDOUT)
    probabilities = load_classifier(version).probabilities(from_bytes(tiles.x))
    return count_answers(FIXED, probabilities, tiles.y)


def labelled(run: ChunkRun, version: ModelVersion) -> Counter[str]:
    """Of the chunk's drawings with a settled label that trained no ancestor."""
    settled = Drawing.objects.labelled()
    rows = settled.filter(pk__in=ids_between(settled, *run.arguments["range"]))
    labels = dict(rows.order_by().values_list("pk", "label"))
    trained = trained_on(version)
    unseen = [pk for pk in labels if str(pk) not in trained]
    read: dict[UUID, list[float]] = {}
    for answers in answer_all(version, unseen, workers=1):
        run.checkpoint()
        read |= {pk: answer.probabilities for pk, answer in answers.items() if answer}
    counts: Counter[str] = Counter()
    if read:
        y = np.array([labels[pk] for pk in read])
        counts = count_answers(DRAWINGS, np.array([*read.values()]), y)
    counts[TRAINED_IT] = len(labels) - len(unseen)
    counts[UNREADABLE] = len(unseen) - len(read)
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
