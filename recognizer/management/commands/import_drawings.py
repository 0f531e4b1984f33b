"""manage.py import_drawings PATH...: read drawings that export_labels wrote."""

from argparse import ArgumentTypeError
from contextlib import suppress
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from recognizer.imports.containers import Folder
from recognizer.imports.importer import Import
from recognizer.imports.readers import read
from recognizer.imports.records import Refusal
from recognizer.management.arguments import user
from recognizer.versions.predictor import NoVersion


class Command(BaseCommand):
    help = (
        "Import drawings from folders and files: IDX, .npz, zips or folders of "
        "pictures by class, JSON lines. What is here already is not kept again. The "
        "promoted version answers; earlier answers and labels' history are not read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("paths", nargs="+", type=Path, metavar="PATH")
        add("--label-by", metavar="USERNAME", help="who vouches for the files' labels")
        add("--dry-run", action="store_true", help="read everything, keep nothing")

    def handle(self, *, paths, label_by, dry_run, **_) -> None:
        done = Import(by=reviewer(label_by), dry_run=dry_run, report=self.report)
        records = (record for path in paths for record in read(Folder(path)))
        try:
            with tqdm(records, desc="drawings", unit="", disable=None) as bar:
                done.run(bar)
        except NoVersion as error:
            raise CommandError("No version is promoted that could answer.") from error
        self.stdout.write(summary(done))
        if done.refused and not done.kept + done.known:
            raise CommandError("Nothing could be imported.")

    def report(self, refused: Refusal) -> None:
        name = "".join(c if c.isprintable() else "?" for c in refused.name)
        with tqdm.external_write_mode():
            self.stderr.write(f"{name}: {refused.why}")


def reviewer(username: str | None) -> User | None:
    """The user of that name. Raises CommandError unless they may label."""
    if not username:
        return None
    with suppress(ArgumentTypeError):
        named = user(username)
        if named.has_perm("recognizer.change_drawing"):
            return named
    raise CommandError(f"{username} is nobody who may label drawings.")


def summary(done: Import) -> str:
    would = "Would keep" if done.dry_run else "Kept"
    text = (
        f"{would} {done.kept:,}, labelled {done.labelled:,}; {done.known:,} here "
        f"already, {done.refused:,} refused."
    )
    if done.not_labelled:
        text += (
            f"\n{done.not_labelled:,} labels of the files are not set: say with "
            "--label-by who vouches for them."
        )
    return text
