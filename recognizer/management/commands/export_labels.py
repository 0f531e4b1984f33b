"""manage.py export_labels OUT --format idx: labelled drawings as a data set."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from recognizer.exports.bundle import write_folder
from recognizer.exports.choice import chosen
from recognizer.exports.dataset import CannotExport, Export, snapshot
from recognizer.exports.formats import FORMATS
from recognizer.management.arguments import day, find_version

CHOICE = ("since", "until", "answered_by")


class Command(BaseCommand):
    help = (
        "Write the labelled drawings into a folder, with a card and a manifest. "
        "Drawings that reviewers disagree about are left out, and so is who drew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("out", type=Path, help="the folder to write")
        add("--format", choices=FORMATS, required=True)
        add("--since", type=day, help="labelled on that day or later")
        add("--until", type=day, help="labelled on that day or before")
        add("--answered-by", metavar="VERSION", help="what visitors were told by it")
        add("--once", action="store_true", help="of drawings with one tile, one")
        add("--digits-only", action="store_true", help="leave out 'not a digit'")
        add("--names", action="store_true", help="reviewers by name, not by number")
        add("--force", action="store_true", help="replace the export that is there")

    def handle(self, *, out, format, force, **options) -> None:
        if version := options["answered_by"]:
            options["answered_by"] = find_version(version)
        export = Export(
            drawings=chosen(**{k: options[k] for k in CHOICE}),
            **{name: options[name] for name in ("once", "digits_only", "names")},
        )
        with snapshot(), tqdm(desc="drawings", unit="", disable=None) as bar:
            export.tick = bar.update
            try:
                plan = export.plan(format)
                bar.total = plan.count
                write_folder(plan, export.records(plan), out, force=force)
            except (CannotExport, OSError) as error:
                raise CommandError(str(error)) from error
        unreadable = len(export.unreadable)
        left_out = f"; {unreadable:,} left out" if unreadable else ""
        if plan.numbers_left_out:
            left_out += f"; {plan.numbers_left_out:,} numbers are not: see the card"
        self.stdout.write(f"{plan.count - unreadable:,} drawings in {out}{left_out}.")
