"""The options of manage.py finetune."""

from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from ml.training.finetune import FineTune
from recognizer.finetuning.options import FineTuneOptions, faults, options_from
from recognizer.management.arguments import moment, reason, user, writable_file


def add_options(parser: CommandParser) -> None:
    """Declare what the command line may say."""
    add, recipe = parser.add_argument, FineTune()
    add("--min-labels", type=int, default=20, help="fewer do not train (20)")
    add("--steps", type=int, default=recipe.steps, help=f"({recipe.steps})")
    rate = recipe.learning_rate
    add("--learning-rate", type=float, default=rate, help=f"({rate:g})")
    replay = recipe.replay
    add("--replay", type=int, default=replay, help=f"tiles, at most ({replay})")
    add("--holdout", type=float, default=0.2, help="share of owners, at least (0.2)")
    share = "parts of numbers to a single digit, at most (1)"
    add("--numbers-share", type=float, default=1.0, help=share)
    add("--since", type=moment, help="labelled then or later: 2026-11-23")
    add("--mnist", type=Path, help="an .npz in Keras's format joins the gate")
    add("--seed", type=int, default=0)
    add("--dry-run", action="store_true", help="say what it would use, -v 2: by id")
    add("--promote", action="store_true", help="where the gate allows it")
    why = "promote a refused one; the reason is kept"
    add("--force", type=reason, metavar="WHY", help=why)
    add("--by", type=user, metavar="USERNAME", help="kept with the version")
    add("--trust-reviewers", action="store_true", help="no reviewer's fair share")
    add("--trust-far", action="store_true", help="no second opinions on odd ones")
    add("--report", type=writable_file, help="write the report there as HTML")
    kept = "trains nothing: keeps what an earlier run could not keep"
    add("--resume", type=Path, metavar="FILE", help=kept)


def read_options(options: dict) -> FineTuneOptions:
    """What the command line asks for. Raises CommandError for an impossible number."""
    for name, possible in faults(options):
        option = f"--{name.replace('_', '-')} {options[name]}"
        raise CommandError(f"{option}: {possible}")
    return options_from(options)
