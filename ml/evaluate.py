"""Measure a version on MNIST and on people's drawings: `python -m ml.evaluate --help`.

Tables go to stdout, progress to stderr; --out writes report.json, report.md,
mistakes.png and, of misread numbers, numbers.png; --card writes the figures into the
card of the version that was measured. Numbers are right with every digit. The
same version, drawings and seed give the same report. What a folder of drawings has to
hold is said in ml/evaluation/renderer.py; its render.py is run.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, fields
from pathlib import Path

from ml.data.mnist import BadData
from ml.evaluation.measure import (
    Choice,
    Measurement,
    measure_on_drawings,
    measure_on_mnist,
)
from ml.evaluation.mistakes import Section, sheet
from ml.evaluation.number_mistakes import number_sheet
from ml.evaluation.options import add_drawing_options
from ml.evaluation.renderer import BadDrawings
from ml.evaluation.report import write_report
from ml.inference.classifier import BadVersion
from ml.inference.version_files import VersionFiles, find_version, read_version
from ml.publishing.card_update import identity, update_card


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    version: str
    compare: str | None  # another version
    mnist: Path | None
    drawings: Path | None
    choice: Choice  # of the drawings
    workers: int | None  # processes
    out: Path | None
    card: bool


def evaluate(options: Options) -> tuple[dict, dict[str, Measurement]]:
    """The report, and what was measured on "mnist" and on "drawings".

    Raises BadVersion, BadData, BadDrawings and FileNotFoundError.
    """
    names = [options.version, *([options.compare] if options.compare else [])]
    folders = [find_version(name) for name in names]
    versions = [read_version(folder) for folder in folders]
    measured: dict[str, Measurement] = {}
    if options.mnist:
        measured["mnist"] = measure_on_mnist(versions, options.mnist)
    if options.drawings:
        measured["drawings"] = measure_on_drawings(
            folders, options.drawings, options.choice, options.workers
        )
    return _report(versions, options.choice, measured), measured


def parse(argv: list[str] | None) -> Options:
    """The command line's options; wrong ones raise SystemExit with a message."""
    parser = _parser()
    given = vars(parser.parse_args(argv))
    if not given["mnist"] and not given["drawings"]:
        parser.error("nothing to measure on: name --mnist, --drawings or both")
    choice = Choice(**{field.name: given.pop(field.name) for field in fields(Choice)})
    return Options(**given, choice=choice)


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = parse(argv)
    try:
        report, measured = evaluate(options)
        if options.card:
            on_mnist = measured.get("mnist")
            folder = find_version(options.version)
            mistakes = on_mnist.mistakes if on_mnist else None
            update_card(folder, report, mistakes)
    except (BadVersion, BadData, BadDrawings, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    print(write_report(report))
    if options.out:
        _write(options.out, report, measured)
    return 0


def _report(
    versions: list[VersionFiles], choice: Choice, measured: dict[str, Measurement]
) -> dict:
    """report.json; `measured` has the parts "mnist" and "drawings", or one of them."""
    asked: dict = {name: getattr(choice, name) for name in ("limit", "seed", "split")}
    if choice.halves:
        asked["halves"] = list(choice.halves)
    for part in measured.values():
        asked |= part.chosen
    report: dict = {"version": identity(versions[0]), "asked": asked}
    for other in versions[1:]:
        rows = [row for part in measured.values() for row in part.comparison]
        report |= {"other": identity(other), "compare": rows}
    return report | {name: part.figures for name, part in measured.items()}


def _write(out: Path, report: dict, measured: dict[str, Measurement]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    (out / "report.md").write_text(write_report(report))
    sections: dict[str, Section] = {}
    for part in measured.values():
        sections |= part.mistakes
        if part.misread_numbers:
            number_sheet(part.misread_numbers).save(out / "numbers.png")
    sheet(sections).save(out / "mistakes.png")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ml.evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_drawing_options(parser)
    add = parser.add_argument
    add("--compare", metavar="VERSION", help="another, on the same drawings")
    add("--mnist", type=Path, metavar="PATH", help="an .npz in Keras's format")
    add(
        "--conditions",
        default="default",
        help="with commas; or all, default or photographs",
    )
    add("--out", type=Path, metavar="DIR", help="write the report there")
    add("--card", action="store_true", help="write the figures into the version's card")
    return parser


if __name__ == "__main__":
    sys.exit(main())
