"""manage.py finetune: corrections become a better version, or a refused one."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from ml.data.mnist import BadData
from ml.metrics.gate import Verdict
from ml.training.finetune import FineTune, Step
from recognizer.finetuning.candidate import Candidate, train_candidate
from recognizer.finetuning.parent_model import load_parent_model
from recognizer.finetuning.registration import NothingNew, register
from recognizer.finetuning.report import document, write_report
from recognizer.finetuning.result import Result, load_result, result_of
from recognizer.finetuning.training_data import (
    CannotTrain,
    FineTuneOptions,
    TrainingData,
    gather,
)
from recognizer.locks import Busy, Lock, only_one
from recognizer.management.arguments import moment, reason, user, writable_file
from recognizer.management.console import stoppable
from recognizer.management.finetune_output import selection_lines, verdict_lines
from recognizer.models import ModelVersion
from recognizer.versions.promotion import (
    PromotedMeanwhile,
    answering_version,
    newest_promotion,
    promote,
)

NOT_PROMOTED = 3  # exit code
WITHIN = {  # what the options may be
    "steps": (1, 100_000),
    "learning_rate": (1e-12, 1),
    "replay": (11, 1_000_000),  # a tile of each class
    "holdout": (0.01, 0.99),
    "seed": (0, 2**31 - 1),  # what the database keeps
}
OF_THE_RECIPE = ("steps", "learning_rate", "replay", "seed")  # options
OF_THE_RUN = (
    "min_labels",
    "holdout",
    "since",
    "mnist",
    "trust_reviewers",
    "trust_far",
)
REFUSALS = (Busy, CannotTrain, NothingNew, BadData, FileNotFoundError)
INTERRUPTED = "Stopped; manage.py versions lists what is kept."


class Command(BaseCommand):
    help = (
        "Fine-tunes the promoted version on labelled drawings, judges the candidate "
        f"and keeps it. Exit code {NOT_PROMOTED}: it may not be promoted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add, recipe = parser.add_argument, FineTune()
        add("--min-labels", type=int, default=20, help="fewer do not train (20)")
        add("--steps", type=int, default=recipe.steps, help=f"({recipe.steps})")
        rate = recipe.learning_rate
        add("--learning-rate", type=float, default=rate, help=f"({rate:g})")
        replay = recipe.replay
        add("--replay", type=int, default=replay, help=f"tiles, at most ({replay})")
        add("--holdout", type=float, default=0.2, help="share of owners (0.2)")
        add("--since", type=moment, help="labelled then or later: 2026-11-23")
        add("--mnist", type=Path, help="an .npz in Keras's format joins the gate")
        add("--seed", type=int, default=0)
        add("--dry-run", action="store_true", help="say what it would use, -v 2: by id")
        add("--promote", action="store_true", help="where the gate allows it")
        why = "promote a refused one; the reason is kept"
        add("--force", type=reason, metavar="WHY", help=why)
        add("--by", type=user, metavar="USERNAME", help="kept with the version")
        add("--trust-reviewers", action="store_true", help="no reviewer's fair share")
        add("--trust-far", action="store_true", help="drawings unlike others, too")
        add("--report", type=writable_file, help="write the report there as HTML")
        kept = "trains nothing: keeps what an earlier run could not keep"
        add("--resume", type=Path, metavar="FILE", help=kept)

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
        now: dict[str, Any] = {"by": options["by"], "after": newest}
        if answering != version.parent:
            judged = f"judged against {version.parent}"
            self.log(f"Not promoted: {judged}, but {answering} answers now.")
            return NOT_PROMOTED
        if verdict.allowed and options["promote"]:
            promote(version, why="The gate allowed it.", **now)
            self.log(f"Promoted {version}.")
        elif not verdict.allowed and options["force"]:
            promote(version, why=f"Forced: {options['force']}", **now)
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


def read_options(options: dict) -> FineTuneOptions:
    """What the command line asks for. Raises CommandError for an impossible number."""
    for name, (low, high) in WITHIN.items():
        if not low <= options[name] <= high:
            option = f"--{name.replace('_', '-')} {options[name]}"
            raise CommandError(f"{option}: from {low:,} to {high:,} is possible.")
    recipe = replace(FineTune(), **{name: options[name] for name in OF_THE_RECIPE})
    others = {name: options[name] for name in OF_THE_RUN}
    return FineTuneOptions(recipe=recipe, **others)


def show_step(bar: tqdm, step: Step) -> None:
    bar.update(step.number - bar.n)
    loss = "" if step.loss is None else f"loss {step.loss:.3f}  "
    bar.set_postfix_str(f"{loss}held out {step.held_out:.3f}")
