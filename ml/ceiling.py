"""A person's ceiling on the drawings: `python -m ml.ceiling --help`.

`sheet` draws a version's mistakes among as many drawings that it reads, numbered and
without labels, and writes an empty form. Whoever judges fills in what they read: 0 to
9, - for no digit, ? where they cannot tell. `score` says what that means for each set.
key.json holds the labels: open it when the form is full.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import fields
from pathlib import Path

from ml.evaluation.ceiling.scoring import (
    NOTE,
    BadForm,
    ceiling_table,
    read_form,
    score_form,
)
from ml.evaluation.ceiling.sheet import FORM, KEY, choose_to_judge, write_sheet
from ml.evaluation.measure import Choice, read_drawings
from ml.evaluation.options import add_drawing_options
from ml.evaluation.renderer import BadDrawings
from ml.inference.classifier import BadVersion
from ml.inference.version_files import find_version, read_version
from ml.publishing.card_update import identity, update_card


def make_sheet(options: argparse.Namespace) -> None:
    """Write the sheet, the form and the key. Raises BadVersion, BadDrawings."""
    folder = find_version(options.version)
    choice = Choice(
        **{name.name: getattr(options, name.name) for name in fields(Choice)}
    )
    read = read_drawings([folder], options.drawings, choice, options.workers)
    columns, key = choose_to_judge(read.drawings, read.predictions[0], choice.seed)
    condition = read.conditions[0]
    pictures = [
        read.reader.picture(read.drawings[column].sample, condition)
        for column in columns
    ]
    asked = {name: getattr(choice, name) for name in ("limit", "split", "seed")}
    about = {"version": identity(read_version(folder)), "condition": condition}
    key = {**about, "asked": asked, "held_out": read.chosen["held_out"], **key}
    pages = write_sheet(options.out, pictures, key)
    print(f"{len(pictures)} drawings on {len(pages)} pages: {options.out}/sheet-*.png.")
    print(
        f"Fill in {options.out / FORM}, then python -m ml.ceiling score {options.out}"
    )


def score_sheet(options: argparse.Namespace) -> None:
    """Print what the form says. Raises BadForm, BadVersion and FileNotFoundError."""
    key = json.loads((options.out / KEY).read_text())
    readings = read_form(options.out / FORM, len(key["drawings"]))
    rows = score_form(key, readings)
    if options.card:
        about = {name: key[name] for name in ("condition", "asked", "held_out")}
        report = {"version": key["version"], "ceiling": {**about, "rows": rows}}
        update_card(find_version(options.version), report, None)
    print(NOTE)
    print(ceiling_table(rows))


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(argv)
    try:
        options.run(options)
    except (BadVersion, BadDrawings, BadForm, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ml.ceiling",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True)
    sheet = commands.add_parser("sheet", help="draw what is to be judged")
    add_drawing_options(sheet, required=True)
    sheet.add_argument(
        "--condition", dest="conditions", default="plain", help="(plain)"
    )
    sheet.add_argument("out", type=Path, metavar="DIR", help="where to write")
    sheet.set_defaults(run=make_sheet)
    score = commands.add_parser("score", help="say what the filled form means")
    score.add_argument("out", type=Path, metavar="DIR", help="where the sheet is")
    score.add_argument("--version", default="base", help="whose card to write (base)")
    score.add_argument("--card", action="store_true", help="write it into the card")
    score.set_defaults(run=score_sheet)
    return parser


if __name__ == "__main__":
    sys.exit(main())
