"""manage.py finetune: corrections become a better version, or a refused one."""

import sys
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from ml.data.mnist import BadData
from ml.training.finetune import FineTune
from recognizer.finetuning.candidate import train
from recognizer.finetuning.gathering import CannotTrain, Order, gather, parent_model
from recognizer.finetuning.registration import NothingNew, keep
from recognizer.finetuning.report import document, write_report
from recognizer.locks import Busy, only_one
from recognizer.management.arguments import file_to_write, moment, reason, user
from recognizer.management.console import stoppable
from recognizer.management.finetune_output import chosen_lines, verdict_lines
from recognizer.versions.promotion import promote, promoted_version

NOT_PROMOTED = 3  # exit code
WITHIN = {  # what the options may be
    "steps": (1, 100_000),
    "learning_rate": (1e-12, 1),
    "replay": (11, 1_000_000),  # a tile of each class
    "holdout": (0.01, 0.99),
    "seed": (0, 2**31 - 1),  # what the database keeps
}
REFUSALS = (
    Busy,
    CannotTrain,
    NothingNew,
    BadData,
    FileNotFoundError,
)
INTERRUPTED = "Stopped; manage.py versions lists what is kept."


class Command(BaseCommand):
    help = (
        "Fine-tunes the promoted version on labelled drawings, judges the candidate "
        f"and keeps it. Exit code {NOT_PROMOTED}: it may not be promoted."
    )

    def add_arguments(self, parser):
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
        add("--report", type=file_to_write, help="write the report there as HTML")

    def handle(self, **options):
        order = self.order(options)
        try:
            with stoppable(lambda: INTERRUPTED), only_one("finetune"):
                code = self.run(order, options)
        except REFUSALS as error:
            raise CommandError(str(error)) from error
        if code:
            sys.exit(code)

    def order(self, options):
        for name, (low, high) in WITHIN.items():
            if not low <= options[name] <= high:
                option = f"--{name.replace('_', '-')} {options[name]}"
                raise CommandError(f"{option}: from {low:,} to {high:,} is possible.")
        recipe = replace(
            FineTune(),
            steps=options["steps"],
            learning_rate=options["learning_rate"],
            replay=options["replay"],
            seed=options["seed"],
        )
        names = ("min_labels", "holdout", "since", "mnist")
        names += ("trust_reviewers", "trust_far")
        return Order(recipe=recipe, **{name: options[name] for name in names})

    def run(self, order, options):
        parent = self.answering()
        model = parent_model(parent)
        data = gather(order, parent, model)
        self.log(*chosen_lines(data.selection, every=options["verbosity"] > 1))
        if options["dry_run"]:
            return 0
        with tqdm(total=order.recipe.steps, unit="step", disable=None) as bar:
            candidate = train(
                data, model, order, log=self.log, see=lambda step: show(bar, step)
            )
        report = write_report(candidate, data)
        version = keep(candidate, data, model, order, report, by=options["by"])
        code = self.conclude(version, candidate.verdict, options)
        if options["report"]:
            self.write(version, options["report"])
        return code

    def answering(self):
        if version := promoted_version():
            return version
        raise CommandError("No version is promoted yet; run manage.py migrate.")

    def conclude(self, version, verdict, options):
        """Promote what may be and is wanted; returns the exit code."""
        self.log(*verdict_lines(verdict))
        self.log(f"Kept as {version}. {verdict}")
        now, by = self.answering(), options["by"]
        if now != version.parent:
            judged = f"judged against {version.parent}"
            self.log(f"Not promoted: {judged}, but {now} answers now.")
            return NOT_PROMOTED
        if verdict.allowed and options["promote"]:
            promote(version, why="The gate allowed it.", by=by)
            self.log(f"Promoted {version}.")
        elif not verdict.allowed and options["force"]:
            promote(version, why=f"Forced: {options['force']}", by=by)
            self.log(f"Promoted {version} against the gate.")
        elif verdict.allowed:
            self.log(f"To let it answer: manage.py promote {version} --why ...")
        else:
            return NOT_PROMOTED
        return 0

    def write(self, version, path):
        """The report as a file, last: without it, all else is done."""
        try:
            path.write_text(document(version.training.report, f"Fine-tuning {version}"))
        except OSError as error:
            raise CommandError(
                f"The report could not be written ({error}); the admin's page of "
                f"{version} shows it."
            ) from error

    def log(self, *lines):
        self.stdout.write("\n".join(lines))


def show(bar, step):
    bar.update(step.number - bar.n)
    loss = "" if step.loss is None else f"loss {step.loss:.3f}  "
    bar.set_postfix_str(f"{loss}held out {step.held_out:.3f}")
