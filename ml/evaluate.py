"""Measure a version on MNIST and on people's drawings: `python -m ml.evaluate --help`.

Tables go to stdout, progress to stderr; --out writes report.json, report.md and
mistakes.png, --card the figures into the card of the version that was measured. The
same version, drawings and seed give the same report. What a folder of drawings has to
hold is said in ml/evaluation/drawings.py; its render.py is run.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path

import numpy as np

from ml.data.mnist import BadData, load_mnist
from ml.evaluation.compare import compare, duel
from ml.evaluation.drawings import (
    BadDrawings,
    choose_conditions,
    choose_sets,
    held_out_writers,
    load_drawings,
)
from ml.evaluation.figures import drawings_figures, mnist_figures
from ml.evaluation.mistakes import misread_drawings, misread_tiles, sheet
from ml.evaluation.predictions import Answers, Asker, ask_all, table
from ml.evaluation.report import write_report
from ml.inference.classifier import BadVersion, Classifier
from ml.inference.version_files import VersionFiles, find_version, read_version
from ml.publishing.card_update import keep, served


def evaluate(options: argparse.Namespace) -> tuple[dict, dict]:
    """The report, and the mistakes by section of "mnist" and "drawings".

    `options` as parse() gives them.

    Raises BadVersion, BadData, BadDrawings and FileNotFoundError.
    """
    names = [options.version, *([options.compare] if options.compare else [])]
    folders = [find_version(name) for name in names]
    versions = [read_version(folder) for folder in folders]
    report: dict = {"version": served(versions[0]), "asked": _asked(options)}
    mistakes: dict = {}
    if options.compare:
        report |= {"other": served(versions[1]), "compare": []}
    if options.mnist:
        _on_mnist(options, versions, report, mistakes)
    if options.drawings:
        _on_drawings(options, folders, report, mistakes)
    return report, mistakes


def mnist_answers(classifier: Classifier, digits: np.ndarray, bar) -> Answers:
    """Answers to MNIST's own tiles, uint8 (n, 28, 28): its box is left as it is."""
    tiles = (mnist_tile(classifier, one) for one in bar(digits, len(digits)))
    return table([classifier.answer(tile) for tile in tiles], (1, len(digits)))


def mnist_tile(classifier: Classifier, digit: np.ndarray) -> np.ndarray:
    """MNIST's digit is base's tile; for another network it is prepared like ink."""
    ink = digit.astype(np.float32) / 255
    side = classifier.network.side
    return ink if ink.shape == (side, side) else classifier.prepare(ink)


def _on_mnist(options, versions: list[VersionFiles], report: dict, mistakes) -> None:
    test = load_mnist(options.mnist).test
    classifiers = [version.classifier() for version in versions]
    answers = [mnist_answers(one, test.x, _bar("MNIST")) for one in classifiers]
    report["mnist"] = mnist_figures(test.y, answers[0])
    tiles = np.stack([mnist_tile(classifiers[0], one) for one in test.x])
    mistakes["mnist"] = misread_tiles(tiles, test.y, answers[0])
    if options.compare:
        right = [(one.digits == test.y).astype(int) for one in answers]
        report["compare"].append(duel("MNIST", "test", *right))


def _on_drawings(options, folders: list[Path], report: dict, mistakes) -> None:
    make = partial(Asker, folders, options.drawings, options.seed)
    asker, bar = make(), _bar("drawings")
    conditions = choose_conditions(asker.renderer, options.conditions)
    sets = choose_sets(options.drawings, options.split, options.sets)
    only = held_out_writers(asker.renderer, sets, options.split, options.held_out)
    wanted = sets, options.split, options.limit, options.seed, only
    drawings = load_drawings(asker.renderer, *wanted)
    answers = ask_all(make, drawings, conditions, workers=options.workers, bar=bar)
    report["asked"] |= {"sets": sets, "conditions": conditions, "held_out": only}
    report["drawings"] = drawings_figures(drawings, conditions, answers[0])
    found = misread_drawings(drawings, conditions, answers[0], asker)
    mistakes["drawings"] = found
    if options.compare:
        report["compare"] += compare(drawings, conditions, answers)


def _asked(options: argparse.Namespace) -> dict:
    return {"limit": options.limit, "seed": options.seed, "split": options.split}


def _bar(what: str):
    from tqdm import tqdm

    return lambda these, total: tqdm(these, desc=what, total=total, smoothing=0.05)


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m ml.evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--version", default="base", help="a folder of weights/, or any (base)")
    add("--compare", metavar="VERSION", help="another, on the same drawings")
    add("--mnist", type=Path, metavar="PATH", help="an .npz in Keras's format")
    add("--drawings", type=Path, metavar="PATH", help="a folder with render.py")
    add("--sets", default="all", help="with commas, `made` too; or all (the default)")
    add("--conditions", default="default", help="with commas; or all, or default")
    add("--split", default="dev", help="of the drawings (dev)")
    add(
        "--held-out",
        metavar="SETS",
        action="extend",
        type=lambda names: names.split(","),
        default=[],
        help="of these sets only the writers whom ml.train keeps apart, where it is "
        "given the same people's pens: the last six by number",
    )
    add("--limit", type=int, default=500, help="drawings of a set (500); 0: all")
    add("--seed", type=int, default=0, help="which drawings, and where on the page")
    add("--workers", type=int, help="processes (one a core)")
    add("--out", type=Path, metavar="DIR", help="write the report there")
    add("--card", action="store_true", help="write the figures into the version's card")
    options = parser.parse_args(argv)
    if not options.mnist and not options.drawings:
        parser.error("nothing to measure on: name --mnist, --drawings or both")
    return options


def main(argv: list[str] | None = None) -> int:
    options = parse(argv)
    try:
        report, mistakes = evaluate(options)
        if options.card:
            keep(find_version(options.version), report, mistakes.get("mnist"))
    except (BadVersion, BadData, BadDrawings, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    text = write_report(report)
    print(text)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "report.json").write_text(json.dumps(report, indent=1) + "\n")
        (options.out / "report.md").write_text(text)
        sections = mistakes.get("mnist", {}) | mistakes.get("drawings", {})
        sheet(sections).save(options.out / "mistakes.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
