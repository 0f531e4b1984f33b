"""Fine-tune: corrections become a version, or a page that says what would train it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from recognizer.finetuning.options import options_from
from recognizer.finetuning.run import preview
from recognizer.formatting import digit_name
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.files import read_json
from recognizer.jobs.kind import Kind, Outcome, Part, as_sent
from recognizer.jobs.kinds.finetune_form import FineTuneForm
from recognizer.jobs.training import (
    PREVIEW_FILE,
    keep_preview,
    keep_result,
    refusals,
    register_once,
    train_in,
)
from recognizer.jobs.turns import alone
from recognizer.models import TRAINED_FILE, Digit, Job, JobChunk, Queue
from recognizer.versions.promotion import answering_version


class FineTuning(Kind):
    name, title, form = "finetune", "Fine-tune on corrections", FineTuneForm
    unit = "steps"
    queue = Queue.TRAIN
    time_limit = 12 * 3600
    outcome_template = "admin/recognizer/job/finetune_outcome.html"

    def describe(self, arguments: dict[str, Any]) -> str:
        if arguments["dry_run"]:
            return "Dry run of a fine-tune: what it would train on"
        promote = ", promote it if the gate allows" if arguments["promote"] else ""
        return f"Fine-tune in {arguments['steps']:,} steps{promote}"

    def plan(self, run: ChunkRun) -> list[Part]:
        arguments = run.job.arguments
        return [Part({}, 0 if arguments["dry_run"] else arguments["steps"])]

    def run(self, run: ChunkRun) -> None:
        values = self.values(run.job.arguments)
        with refusals():
            if values["dry_run"]:
                keep_preview(run, preview(options_from(values)))
            elif not run.job.files.filter(name=TRAINED_FILE).exists():
                with alone(run, "finetune"):
                    keep_result(run, train_in(run, options_from(values)))

    def finish(self, run: ChunkRun, chunks: QuerySet[JobChunk]) -> Outcome:
        if run.job.arguments["dry_run"]:
            return Outcome(sentence_of(read_json(run.job, PREVIEW_FILE)))
        with refusals():
            return register_once(run, wanted=run.job.arguments["promote"])

    def outcome_of(self, job: Job) -> dict[str, Any]:
        """A dry run's counts of each digit, and what a fine-tune of the same is asked.

        Of a version that was made: whether it waits to be promoted.
        """
        if not job.arguments["dry_run"]:
            return {"waits": job.version and job.version != answering_version()}
        shown = read_json(job, PREVIEW_FILE)
        sides = shown["train"]["digits"], shown["held_out"]["digits"]
        return {
            "preview": shown,
            "digits": [
                (digit_name(digit, none="no digit"), *train, *held_out)
                for digit, train, held_out in zip(Digit, *sides, strict=True)
            ],
            "asked": [
                (name, value)
                for name, value in as_sent(job.arguments).items()
                if name not in ("dry_run", "promote")
            ],
        }


def sentence_of(shown: dict[str, Any]) -> str:
    if shown["problem"]:
        return f"Nothing can be trained: {shown['problem']}"
    train, held_out = shown["train"], shown["held_out"]
    left_out = sum(row["n"] for row in shown["left_out"])
    has_numbers = train.get("numbers") or held_out.get("numbers")
    tiles = "drawings and digits of numbers" if has_numbers else "drawings"
    return (
        f"{train['n']:,} {tiles} would train, {train['corrections']:,} of them "
        f"corrections; {held_out['n']:,} of other people would judge; {left_out:,} are "
        "left out."
    )
