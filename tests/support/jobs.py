"""Jobs that are done in the test's own process, and a kind that only counts."""

import numpy as np
from django import forms

from ml.data.replay import HOLDOUT
from recognizer.finetuning.training_data import shipped_tiles
from recognizer.jobs import kinds
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import claim
from recognizer.jobs.kind import Kind, Outcome, Part
from recognizer.jobs.kinds import evaluate
from recognizer.jobs.runner import run_chunk
from recognizer.models import JobChunk


class Counting(Kind):
    """Counts to five in each of its chunks, two at a time; `during` may interfere."""

    name, title, unit = "count", "Count", "numbers"

    class form(forms.Form):  # the name that a kind's form has
        chunks = forms.IntegerField(min_value=0, max_value=100)

    def __init__(self, during=lambda run: None):
        self.during = during

    def describe(self, arguments):
        return f"Count in {arguments['chunks']} chunks"

    def plan(self, run):
        self.during(run)
        return [Part({"to": 5}, 5) for _ in range(run.job.arguments["chunks"])]

    def run(self, run):
        while run.done < run.arguments["to"]:
            self.during(run)
            with run.step() as progress:
                step = min(2, run.arguments["to"] - run.done)
                progress.add(done=step, counted=step)

    def finish(self, run, chunks):
        counted = sum(chunk.counts["counted"] for chunk in chunks)
        return Outcome(f"Counted {counted}.")


def count_with(monkeypatch, during=lambda run: None):
    """Let the kind `count` be there in this test."""
    monkeypatch.setitem(kinds.KINDS, "count", Counting(during))


def do_next(job):
    """Do its next chunk as a worker would, without a beat; whether there was one."""
    chunk = claim(job.pk)
    if chunk:
        run_chunk(ChunkRun(chunk), chunk)
    return bool(chunk)


def work_off(job):
    """Do all that is left of the job; returns it as it is then."""
    while do_next(job):
        pass
    job.refresh_from_db()
    return job


def lose(job, beat_at="2026-01-01T00:00Z"):
    """Let the worker that has a chunk of the job have been silent since."""
    running = JobChunk.objects.filter(job=job, state="running")
    running.update(beat_at=beat_at)


def ended(job):
    return job.state, job.sentence


def evaluate_on_few_tiles(monkeypatch):
    """Let the kind `evaluate` take forty tiles of the hold-out."""
    few = shipped_tiles(HOLDOUT).take(np.arange(40))
    monkeypatch.setattr(evaluate, "shipped_tiles", lambda _name: few)
