"""manage.py finetune: corrections become a better version, or a refused one."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from ml.data.mnist import BadData
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
from recognizer.finetuning.report import document
from recognizer.finetuning.result import Result, load_result
from recognizer.finetuning.run import preview, train
from recognizer.finetuning.training_data import CannotTrain
from recognizer.locks import Busy, HeldLock, only_one
from recognizer.management.console import stoppable
from recognizer.management.finetune_options import add_options, read_options
from recognizer.models import ModelVersion

NOT_PROMOTED = 3  # exit code
SHOWN = 8  # ids of the drawings left out for one reason, unless all are asked for
REFUSALS = (Busy, CannotTrain, NothingNew, BadData, FileNotFoundError)
INTERRUPTED = "Stopped; manage.py versions lists what is kept."


class Command(BaseCommand):
    help = (
        "Fine-tunes the promoted version on labelled drawings, judges the candidate "
        f"and keeps it. Exit code {NOT_PROMOTED}: it may not be promoted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_options(parser)

    def handle(self, **options) -> None:
        fine_tune_options = read_options(options)
        try:
            with stoppable(lambda: INTERRUPTED), only_one("finetune") as lock:
                exit_code = self.fine_tune(fine_tune_options, options, lock)
        except REFUSALS as error:
            raise CommandError(str(error)) from error
        if exit_code:
            sys.exit(exit_code)

    def fine_tune(
        self, fine_tune_options: FineTuneOptions, options: dict, lock: HeldLock
    ) -> int:
        """From the drawings to a version; returns the exit code."""
        if options["dry_run"] and not options["resume"]:
            return self.dry_run(fine_tune_options, options)
        result = self.result(fine_tune_options, options)
        version = self.keep(result, lock, options)
        self.log(*verdict_lines(result.verdict))
        self.log(f"Kept as {version}. {result.verdict}")
        exit_code = self.promote(version, result, options)
        if options["report"]:
            self.write_report_file(version, options["report"])
        return exit_code

    def dry_run(self, fine_tune_options: FineTuneOptions, options: dict) -> int:
        """Say what there is to train on, and why it may not be enough."""
        known = preview(fine_tune_options)
        self.tell(known, options, waits="would be first in the review")
        if known.problem:
            raise CannotTrain(known.problem)
        return 0

    def result(self, fine_tune_options: FineTuneOptions, options: dict) -> Result:
        """Train beside a progress bar, or read what an earlier run has trained."""
        if options["resume"]:
            return load_result(options["resume"])
        steps = fine_tune_options.recipe.steps
        with tqdm(total=steps, unit="step", disable=None) as bar:
            return train(
                fine_tune_options,
                tell=lambda known: self.tell(known, options, "first in the review"),
                log=self.log,
                on_step=lambda step: show_step(bar, step),
            )

    def tell(self, known: Preview, options: dict, waits: str) -> None:
        """What the drawings are, by id where -v 2 asks for that."""
        shown = None if options["verbosity"] > 1 else SHOWN
        self.log(*preview_lines(known, shown, "-v 2 names all"))
        self.log(*second_opinion_lines(known, waits))

    def keep(self, result: Result, lock: HeldLock, options: dict) -> ModelVersion:
        """Keep a version in the database, or else the result in a file."""
        try:
            lock.renew()
            return register(result, by=options["by"])
        except NothingNew:
            raise
        except BaseException:
            path = options["resume"] or result.save()
            self.log(
                f"What was trained is in {path}: manage.py finetune --resume {path} "
                "keeps it as a version."
            )
            raise

    def promote(self, version: ModelVersion, result: Result, options: dict) -> int:
        """Promote what may be and is wanted; returns the exit code."""
        wanted = {"wanted": options["promote"], "force": options["force"] or ""}
        decision = promote_if_allowed(
            version, result.verdict, by=options["by"], **wanted
        )
        if decision.sentence:
            self.log(decision.sentence)
        if decision.ending == Ending.ALLOWED:
            self.log(f"To let it answer: manage.py promote {version} --why ...")
        return NOT_PROMOTED if decision.ending == Ending.NOT_PROMOTED else 0

    def write_report_file(self, version: ModelVersion, path: Path) -> None:
        """The report as a file, last: if this fails, all else is done."""
        try:
            path.write_text(document(version.training.report, f"Fine-tuning {version}"))
        except OSError as error:
            raise CommandError(
                f"The report could not be written ({error}); the admin's page of "
                f"{version} shows it."
            ) from error

    def log(self, *lines: str) -> None:
        if lines:
            self.stdout.write("\n".join(lines))


def show_step(bar: tqdm, step: Step) -> None:
    bar.update(step.number - bar.n)
    loss = "" if step.loss is None else f"loss {step.loss:.3f}  "
    bar.set_postfix_str(f"{loss}held out {step.held_out:.3f}")
