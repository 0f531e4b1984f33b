"""manage.py finetune: corrections become a better version, or a refused one."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from ml.data.mnist import BadData
from ml.metrics.gate import Verdict
from ml.training.finetune import Step
from recognizer.finetuning.candidate import Candidate, train_candidate
from recognizer.finetuning.parent_model import load_parent_model
from recognizer.finetuning.registration import NothingNew, register
from recognizer.finetuning.report import document, write_report
from recognizer.finetuning.result import Result, load_result, result_of
from recognizer.finetuning.screening import FAR
from recognizer.finetuning.training_data import (
    CannotTrain,
    FineTuneOptions,
    TrainingData,
    check_enough,
    gather,
)
from recognizer.labelling.second_opinions import ask_for_second_opinions
from recognizer.locks import Busy, Lock, only_one
from recognizer.management.console import stoppable
from recognizer.management.finetune_options import add_options, read_options
from recognizer.management.finetune_output import (
    second_opinion_lines,
    selection_lines,
    verdict_lines,
)
from recognizer.models import ModelVersion
from recognizer.versions.promotion import (
    PromotedMeanwhile,
    answering_version,
    newest_promotion,
    promote,
)

NOT_PROMOTED = 3  # exit code
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
        self, fine_tune_options: FineTuneOptions, options: dict, lock: Lock
    ) -> int:
        """From the drawings to a version; returns the exit code."""
        if options["resume"]:
            result = load_result(options["resume"])
        elif not (result := self.make_result(fine_tune_options, options)):
            return 0
        version = self.keep(result, lock, options)
        self.log(*verdict_lines(result.verdict))
        self.log(f"Kept as {version}. {result.verdict}")
        try:
            exit_code = self.promote_if_allowed(version, result.verdict, options)
        except PromotedMeanwhile as error:
            self.log(f"Not promoted: {error}")
            exit_code = NOT_PROMOTED
        if options["report"]:
            self.write_report_file(version, options["report"])
        return exit_code

    def make_result(
        self, fine_tune_options: FineTuneOptions, options: dict
    ) -> Result | None:
        """Train on the drawings that there are; None of a dry run."""
        parent = self.answering_version()
        model = load_parent_model(parent)
        data = gather(fine_tune_options, parent, model)
        self.log(*selection_lines(data.selection, all_ids=options["verbosity"] > 1))
        far = data.selection.left_out.get(FAR, [])
        self.log(*second_opinion_lines(len(far), dry_run=options["dry_run"]))
        if not options["dry_run"]:
            ask_for_second_opinions(far)
        check_enough(data.selection, fine_tune_options.min_labels)
        if options["dry_run"]:
            return None
        candidate = self.train(data, model, fine_tune_options)
        report = write_report(candidate, data)
        return result_of(candidate, data, model, fine_tune_options, report)

    def keep(self, result: Result, lock: Lock, options: dict) -> ModelVersion:
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

    def answering_version(self) -> ModelVersion:
        if version := answering_version():
            return version
        raise CommandError("No version answers; run manage.py migrate.")

    def train(
        self, data: TrainingData, model, fine_tune_options: FineTuneOptions
    ) -> Candidate:
        """Train beside a progress bar."""
        steps = fine_tune_options.recipe.steps
        with tqdm(total=steps, unit="step", disable=None) as bar:
            return train_candidate(
                data,
                model,
                fine_tune_options,
                log=self.log,
                on_step=lambda step: show_step(bar, step),
            )

    def promote_if_allowed(
        self, version: ModelVersion, verdict: Verdict, options: dict
    ) -> int:
        """Promote what may be and is wanted; returns the exit code."""
        newest, answering = newest_promotion(), self.answering_version()
        how: dict[str, Any] = {"by": options["by"], "after": newest}
        if answering != version.parent:
            judged = f"judged against {version.parent}"
            self.log(f"Not promoted: {judged}, but {answering} answers now.")
            return NOT_PROMOTED
        if verdict.allowed and options["promote"]:
            promote(version, why="The gate allowed it.", **how)
            self.log(f"Promoted {version}.")
        elif not verdict.allowed and options["force"]:
            promote(version, why=f"Forced: {options['force']}", **how)
            self.log(f"Promoted {version} against the gate.")
        elif verdict.allowed:
            self.log(f"To let it answer: manage.py promote {version} --why ...")
        else:
            return NOT_PROMOTED
        return 0

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
        self.stdout.write("\n".join(lines))


def show_step(bar: tqdm, step: Step) -> None:
    bar.update(step.number - bar.n)
    loss = "" if step.loss is None else f"loss {step.loss:.3f}  "
    bar.set_postfix_str(f"{loss}held out {step.held_out:.3f}")
