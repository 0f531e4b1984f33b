"""manage.py import_drawings PATH...: read drawings that export_labels wrote."""

from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from recognizer.imports.containers import Folder
from recognizer.imports.importer import Import
from recognizer.imports.readers import read
from recognizer.imports.records import Record, Refusal
from recognizer.imports.survey import Agreement, Survey, doubtful_sources
from recognizer.imports.turns import TURNS, Turn
from recognizer.management.arguments import user
from recognizer.management.import_output import NO_LABEL, import_lines, printable
from recognizer.versions.predictor import NoVersion


class Command(BaseCommand):
    help = (
        "Import drawings from folders and files: IDX, .npz, zips or folders of "
        "pictures by class, JSON lines. What is here already is not kept again. The "
        "promoted version answers; earlier answers and labels' history are not read. "
        "Labels with which it rarely agrees do not train until somebody confirms them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("paths", nargs="+", type=Path, metavar="PATH")
        add("--label-by", metavar="USERNAME", help="who vouches for the files' labels")
        add("--dry-run", action="store_true", help="read everything, keep nothing")
        turns = parser.add_mutually_exclusive_group()
        for name, turn in TURNS.items():
            turns.add_argument(
                f"--{name}",
                dest="turn",
                action="store_const",
                const=turn,
                help=f"read the pictures {turn.done}",
            )

    def handle(self, *, paths, label_by, dry_run, turn, **_) -> None:
        done = Import(
            by=reviewer(label_by), turn=turn, dry_run=dry_run, report=self.report
        )
        agreements: list[Agreement] = []
        try:
            if done.by:
                agreements = survey(paths, turn)
                done.doubtful = doubtful_sources(agreements)
            done.run(progress(records(paths), "drawings"))
        except NoVersion as error:
            raise CommandError("No version is promoted that could answer.") from error
        self.stdout.write("\n".join(import_lines(done, agreements)))
        if done.refused and not done.kept + done.known:
            raise CommandError("Nothing could be imported.")

    def report(self, refused: Refusal) -> None:
        with tqdm.external_write_mode():
            self.stderr.write(f"{printable(refused.name)}: {refused.why}")


def survey(paths: list[Path], turn: Turn | None) -> list[Agreement]:
    """Look whether the labels can be true. Raises NoVersion; CommandError of none."""
    first_look = Survey(turn)
    readable = first_look.look(progress(records(paths), "first look"))
    if readable and not first_look.labels:
        raise CommandError(NO_LABEL)
    return first_look.agreements()


def records(paths: list[Path]) -> Iterator[Record]:
    return (record for path in paths for record in read(Folder(path)))


def progress(records: Iterable[Record], what: str) -> tqdm:
    return tqdm(records, desc=what, unit="", disable=None)


def reviewer(username: str | None) -> User | None:
    """The user of that name. Raises CommandError unless they may label."""
    if not username:
        return None
    with suppress(ArgumentTypeError):
        named = user(username)
        if named.has_perm("recognizer.change_drawing"):
            return named
    raise CommandError(f"{username} is nobody who may label drawings.")
