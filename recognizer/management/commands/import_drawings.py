"""manage.py import_drawings PATH...: read drawings that export_labels wrote."""

from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from recognizer.imports.containers import Folder
from recognizer.imports.first_look import NAMED, FirstLook, look
from recognizer.imports.importer import Import, Tally
from recognizer.imports.local_files import LocalFiles
from recognizer.imports.readers import find_sections
from recognizer.imports.records import Record, Refusal
from recognizer.imports.sections import Files, Section, pictures_first
from recognizer.imports.summary import (
    NO_LABEL,
    held_back_lines,
    judgement,
    printable,
    sentence,
    unlabelled_line,
)
from recognizer.imports.survey import Agreement, doubtful_sources
from recognizer.imports.turns import TURNS, Turn
from recognizer.management.arguments import user
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
        by = reviewer(label_by)
        sections: list[Section | Refusal]
        agreements: list[Agreement] = []
        try:
            with LocalFiles() as files:
                sections = pictures_first(
                    s for path in paths for s in find_sections(Folder(path), files)
                )
                if by:
                    seen = look_at_all(sections, files, turn)
                    sections = [*seen.refusals, *seen.sections]
                    agreements = seen.survey.agreements()
                doubtful = doubtful_sources(agreements)
                how = Import(by=by, turn=turn, doubtful=doubtful, dry_run=dry_run)
                total = self.run(how, progress(records(sections, files), "drawings"))
        except NoVersion as error:
            raise CommandError("No version is promoted that could answer.") from error
        self.stdout.write("\n".join(lines(how, total, agreements)))
        if total.counts["refused"] and not total.counts["kept"] + total.counts["known"]:
            raise CommandError("Nothing could be imported.")

    def run(self, how: Import, records: Iterable[Record]) -> Tally:
        """Import them, and report what is refused as it comes."""
        total = Tally()
        for tally in how.run(records):
            for refusal in tally.refusals:
                self.report(refusal)
            total.counts += tally.counts
            total.without_label += tally.without_label
            del total.without_label[NAMED:]
        return total

    def report(self, refused: Refusal) -> None:
        with tqdm.external_write_mode():
            self.stderr.write(f"{printable(refused.name)}: {refused.why}")


def look_at_all(
    sections: list[Section | Refusal], files: Files, turn: Turn | None
) -> FirstLook:
    """Look whether the labels can be true. Raises NoVersion; CommandError of none."""
    size = sum(s.size for s in sections if isinstance(s, Section))
    with tqdm(total=size, desc="first look", unit="", disable=None) as bar:
        first_look = look(sections, files, turn, seen=bar.update)
    if first_look.lacks_labels:
        more = " Without --label-by, drawings are imported unlabelled."
        raise CommandError(NO_LABEL + more)
    return first_look


def records(sections: list[Section | Refusal], files: Files) -> Iterator[Record]:
    for section in sections:
        if isinstance(section, Refusal):
            yield section
        else:
            yield from section.read(files)


def lines(how: Import, total: Tally, agreements: list[Agreement]) -> Iterator[str]:
    """What was kept; whether the labels can be true; what has none."""
    counts = total.counts
    yield sentence(counts, dry_run=how.dry_run)
    if counts["labelled"]:
        yield from judgement(agreements)
    if counts["held_back"]:
        yield from held_back_lines(counts["held_back"], dry_run=how.dry_run)
    if counts["not_labelled"]:
        yield (
            f"{counts['not_labelled']:,} labels of the files are not set: say with "
            "--label-by who vouches for them."
        )
    if counts["unlabelled"] and (how.by or counts["not_labelled"]):
        yield unlabelled_line(counts["unlabelled"], total.without_label)


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
