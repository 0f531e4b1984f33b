"""What a fine-tune did, as HTML that the admin shows and a browser opens alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from ml.inference.networks import WORDS
from ml.metrics.calibration import calibration_table
from ml.metrics.gate import Duel, NumbersDuel
from ml.preprocessing.tile import from_bytes, to_tile
from ml.training.finetune import Step
from recognizer.drawings.tile_images import tile_url
from recognizer.finetuning.candidate import Candidate
from recognizer.finetuning.labelled_drawing import LabelledDrawing
from recognizer.finetuning.training_data import TrainingData
from recognizer.formatting import percent
from recognizer.models import Digit, Shown
from recognizer.versions.answer_diff import Kind, kind_of

SHOWN = 60  # drawings of a kind, at most
CURVE = (100, 40)  # size of a learning curve's box
TITLES = {
    Kind.FIXED: "Fixed",
    Kind.BROKEN: "Broken",
    Kind.OTHER: "Misread otherwise",
}


@dataclass(frozen=True)
class ChangedDrawing:
    """A held-out drawing that the two versions read differently."""

    pk: UUID
    tile: str  # data URL
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Curve:
    """A learning curve; the numbers stand beside the plot, as text."""

    title: str
    polyline: str  # its points, in SVG
    top: str
    points: list[tuple[int, str]]  # step and value


@dataclass(frozen=True)
class DuelSection:
    """What the report says of one set of tiles that judged."""

    name: str
    before: dict  # scores of the parent
    after: dict  # scores of the candidate
    fixed: int
    broken: int
    sure: float  # that the candidate reads more
    p: float
    confusion: list[tuple[str, list[tuple[str, list[int]]]]]  # "before" and "after"
    calibration: list[tuple[str, list[dict]]]

    @property
    def scores(self) -> tuple[dict, dict]:
        return self.before, self.after


def write_report(candidate: Candidate, data: TrainingData) -> str:
    """The report's HTML, without head or style: document() adds them."""
    figures = candidate.verdict.figures
    context = {
        "parent": data.parent,
        "verdict": candidate.verdict,
        "share": candidate.share,
        "curves": _curves(candidate.curve),
        "recall": _recall([figures[duel.name] for duel in candidate.duels]),
        "duels": [_section(duel, figures[duel.name]) for duel in candidate.duels],
        "selection": data.selection,
        "left_out": data.selection.left_out,
        "differences": [
            *_differences(candidate.duels[0], data),
            *_number_differences(candidate.numbers, data),
        ],
        "numbers": [figures[candidate.numbers.name]] if candidate.numbers else [],
        "counts": {
            "numbers": sum(bool(row.number) for row in data.selection.train),
            "parts": sum(len(row.parts) for row in data.selection.train),
        },
        "digits": Digit,
    }
    return render_to_string("finetuning/report.html", context)


def document(report: str, title: str) -> str:
    """Wrap the report as a standalone HTML file that loads nothing."""
    style = settings.BASE_DIR / "static" / "recognizer" / "report.css"
    # A template of ours wrote the report, and escaped what others had said.
    context = {"report": mark_safe(report), "title": title}  # noqa: S308
    context["style"] = mark_safe(style.read_text())  # noqa: S308
    return render_to_string("finetuning/report_file.html", context)


def svg_points(points: list[tuple[int, float]], top: float) -> str:
    """SVG points of (step, value) in a box of CURVE, whose height is 0 to `top`."""
    width, height = CURVE
    last = points[-1][0] or 1
    return " ".join(
        f"{width * x / last:.1f},{height * (1 - y / top):.1f}" for x, y in points
    )


def _curves(steps: list[Step]) -> Iterator[Curve]:
    losses = [(s.number, s.loss) for s in steps if s.loss is not None]
    shares = [(s.number, s.held_out) for s in steps if s.held_out is not None]
    for title, points, as_text in (
        ("Loss, mean of ten steps", losses, "{:.3f}".format),
        ("Held-out accuracy, before averaging", shares, percent),
    ):
        top = max(1.0, *(value for _, value in points))
        texts = [(number, as_text(value)) for number, value in points]
        yield Curve(title, svg_points(points, top), as_text(top), texts)


def _recall(figures: list[dict]) -> list[tuple[str, list[float | None]]]:
    """A row for each class: its recall on each set that has it, before and after."""
    scores = [row[when] for row in figures for when in ("before", "after")]
    return [
        (WORDS[digit], [score["recall"].get(digit) for score in scores])
        for digit in Digit
    ]


def _section(duel: Duel, figures: dict) -> DuelSection:
    sides = (("before", duel.before), ("after", duel.after))
    return DuelSection(
        duel.name,
        **figures,
        confusion=[
            (title, _confusion(duel.labels, answers.digits()))
            for title, answers in sides
        ],
        calibration=[
            (title, calibration_table(answers.probabilities, duel.labels, bins=10))
            for title, answers in sides
        ],
    )


def _confusion(labels: np.ndarray, digits: np.ndarray) -> list[tuple[str, list[int]]]:
    """A row for each label that there is: how often each answer was given."""
    counts = np.zeros((11, 11), int)
    np.add.at(counts, (labels.astype(int), digits), 1)
    return [(WORDS[i], row.tolist()) for i, row in enumerate(counts) if row.any()]


def _differences(
    duel: Duel, data: TrainingData
) -> list[tuple[str, list[ChangedDrawing]]]:
    """The held-out drawings that were fixed, broken, or changed from wrong to wrong."""
    before, after = duel.before.digits(), duel.after.digits()
    rows: dict[Kind | None, list[int]] = defaultdict(list)
    for i, answers in enumerate(zip(duel.labels, before, after, strict=True)):
        rows[kind_of(*answers)].append(i)

    names = [*_tile_names(data.selection.held_out)]

    def changed_drawing(i: int) -> ChangedDrawing:
        pk, suffix = names[i]
        label, *answers = (WORDS[n] for n in (duel.labels[i], before[i], after[i]))
        tile = tile_url(from_bytes(data.held_out.x[i]))
        return ChangedDrawing(pk, tile, label + suffix, *answers)

    return [
        (f"{title}: {len(rows[kind])}", [*map(changed_drawing, rows[kind][:SHOWN])])
        for kind, title in TITLES.items()
    ]


def _tile_names(rows: list[LabelledDrawing]) -> Iterator[tuple[UUID, str]]:
    """Each tile's drawing, and of a part of a number which it is."""
    for row in rows:
        for place in range(1, len(row.tiles) + 1):
            yield row.pk, f", digit {place} of {row.number}" if row.number else ""


def _number_differences(
    duel: NumbersDuel | None, data: TrainingData
) -> Iterator[tuple[str, list[ChangedDrawing]]]:
    """The held-out numbers of which just one of the two reads all digits."""
    if not duel:
        return
    before, after = duel.right()
    for title, mask in (("fixed", ~before & after), ("broken", before & ~after)):
        drawings = [
            ChangedDrawing(
                data.numbers[i].drawing.pk,
                tile_url(to_tile(from_bytes(data.numbers[i].ink))),
                *map(_in_words, (duel.labels[i], duel.before[i], duel.after[i])),
            )
            for i in np.flatnonzero(mask).tolist()
        ]
        yield f"Whole numbers {title}: {len(drawings)}", drawings[:SHOWN]


def _in_words(value: Shown) -> str:
    return value if isinstance(value, str) else WORDS[value]
