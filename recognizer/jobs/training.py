"""A fine-tune in a job: trained by one chunk, registered by the last, each once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from ml.training.finetune import Step
from recognizer.finetuning.lines import (
    preview_lines,
    second_opinion_lines,
    verdict_lines,
)
from recognizer.finetuning.options import FineTuneOptions
from recognizer.finetuning.preview import Preview
from recognizer.finetuning.promotion import Ending, promote_if_allowed
from recognizer.finetuning.registration import NothingNew, register
from recognizer.finetuning.result import Result, load_result
from recognizer.finetuning.run import train
from recognizer.finetuning.training_data import CannotTrain
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.files import local_copy, write_file
from recognizer.jobs.kind import Outcome, Refused
from recognizer.models import TRAINED_FILE, Job

PREVIEW_FILE = "dry-run.json"
LINES = 8  # with the loss, of a training


@contextmanager
def refusals() -> Iterator[None]:
    """What the fine-tune cannot do is no fault that trying again would mend."""
    try:
        yield
    except (CannotTrain, NothingNew) as error:
        raise Refused(str(error)) from error


def train_in(run: ChunkRun, options: FineTuneOptions) -> Result:
    """Train, with the job's lines and progress; what was begun before is begun anew."""
    steps = options.recipe.steps

    def tell(known: Preview) -> None:
        run.checkpoint()
        run.log(*preview_lines(known))
        run.log(*second_opinion_lines(known, "first in the review"))

    def log(line: str) -> None:
        run.checkpoint()
        run.log(line)

    def on_step(step: Step) -> None:
        with run.step() as progress:
            progress.add(done=step.number - run.done)
        if step.number == steps or step.number % max(1, steps // LINES) < 10:
            run.log(line_of(step, steps))

    return train(options, tell=tell, log=log, on_step=on_step)


def line_of(step: Step, steps: int) -> str:
    loss = "" if step.loss is None else f"loss {step.loss:.3f}, "
    return f"Step {step.number:,} of {steps:,}: {loss}held out {step.held_out:.1%}"


def keep_preview(run: ChunkRun, known: Preview) -> None:
    shown = known.as_json()
    with run.step() as progress:
        write_file(run.job, PREVIEW_FILE, [json.dumps(shown).encode()])
        progress.add(
            train=shown["train"]["n"],
            corrections=shown["train"]["corrections"],
            held_out=shown["held_out"]["n"],
            left_out=sum(row["n"] for row in shown["left_out"]),
        )


def keep_result(run: ChunkRun, result: Result) -> None:
    """For the chunk that registers it, whatever becomes of this worker."""
    data = result.as_zip()
    with run.step() as progress:
        write_file(run.job, TRAINED_FILE, [data])
        progress.add(**result.facts["counts"])
    run.log(*verdict_lines(result.verdict))


def register_once(run: ChunkRun, *, wanted: bool) -> Outcome:
    """Keep the trained result as a version, and promote it where that is wanted.

    In one transaction, which also notes the version in the job: an earlier worker may
    have come so far.
    """
    if run.job.version:
        return Outcome(run.job.sentence, version=run.job.version)
    with local_copy(run.job.files.get(name=TRAINED_FILE)) as path:
        result = load_result(path)
    by = run.job.by
    may = bool(by and by.has_perm("recognizer.add_promotion"))
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=run.job.pk)  # before its chunk
        with run.step():
            version = register(result, by=by)
            decision = promote_if_allowed(
                version, result.verdict, wanted=wanted and may, by=by
            )
            sentence = f"Kept as {version}. {result.verdict} {decision.sentence}"
            if decision.ending == Ending.ALLOWED:
                sentence += "It may be promoted."
            if wanted and not may:
                sentence += " Whoever asked may not promote versions."
            job.version, job.sentence = version, sentence.strip()
            job.save(update_fields=["version", "sentence"])
            job.files.filter(name=TRAINED_FILE).delete()
    return Outcome(job.sentence, version=version)
