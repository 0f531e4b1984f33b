"""What a fine-tune did, as HTML that the admin shows and a browser opens alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from ml.metrics.calibration import calibration_error
from ml.metrics.gate import Duel
from ml.metrics.statistics import calibration_table
from ml.training.finetune import Step
from recognizer.drawings.tile_images import tile_url
from recognizer.formatting import percent
from recognizer.models import Digit

SHOWN = 60  # drawings of a kind, at most
CURVE = (100, 40)  # size of a learning curve's box


@dataclass(frozen=True)
class Shown:
    """A drawing that the two versions read differently."""

    pk: UUID
    tile: str  # data URL
    label: str
    before: str
    after: str


def write_report(candidate, data) -> str:
    """The report's HTML, without head or style: document() adds them."""
    context = {
        "parent": data.parent,
        "verdict": candidate.verdict,
        "share": candidate.share,
        "curves": _curves(candidate.curve),
        "recall": _recall(candidate.verdict.figures),
        "duels": [_facts(duel, candidate.verdict) for duel in candidate.duels],
        "selection": data.selection,
        "left_out": dict(data.selection.left_out),
        "differences": _differences(candidate.duels[0], data),
        "digits": Digit,
    }
    return render_to_string("finetuning/report.html", context)


def document(report: str, title: str) -> str:
    """A file of its own: nothing in it asks a server for anything."""
    style = settings.BASE_DIR / "static" / "recognizer" / "report.css"
    context = {"report": mark_safe(report), "title": title}
    context["style"] = mark_safe(style.read_text())
    return render_to_string("finetuning/report_file.html", context)


def curve(seen: list[tuple[int, float]], top: float) -> str:
    """SVG points of (step, value) in a box of CURVE, whose height is 0 to `top`."""
    width, height = CURVE
    last = seen[-1][0] or 1
    return " ".join(
        f"{width * x / last:.1f},{height * (1 - y / top):.1f}" for x, y in seen
    )


def _curves(steps: list[Step]) -> Iterator[dict]:
    losses = [(s.number, s.loss) for s in steps if s.loss is not None]
    shares = [(s.number, s.held_out) for s in steps if s.held_out is not None]
    for title, seen, form in (
        ("Loss, mean of ten steps", losses, "{:.3f}".format),
        ("Held-out accuracy, before averaging", shares, percent),
    ):
        top = max(1.0, *(value for _, value in seen))
        yield {
            "title": title,
            "points": curve(seen, top),
            "top": form(top),
            "seen": [(number, form(value)) for number, value in seen],
        }


def _recall(figures: dict) -> list[tuple[str, list[float | None]]]:
    """A row for each class: its recall on each set that has it, before and after."""
    scores = [row[when] for row in figures.values() for when in ("before", "after")]
    return [(one.label, [row["recall"].get(one) for row in scores]) for one in Digit]


def _facts(duel: Duel, verdict) -> dict:
    figures = verdict.figures[duel.name]
    return {
        "name": duel.name,
        **figures,
        "scores": (figures["before"], figures["after"]),
        "confusion": [
            (title, _confusion(duel.labels, answers.digits()))
            for title, answers in (("before", duel.before), ("after", duel.after))
        ],
        "calibration": [
            (title, _calibration(duel, answers))
            for title, answers in (("before", duel.before), ("after", duel.after))
        ],
    }


def _confusion(labels: np.ndarray, said: np.ndarray) -> list[tuple[str, list[int]]]:
    """A row for each label that there is: how often each answer was given."""
    counts = np.zeros((11, 11), int)
    np.add.at(counts, (labels.astype(int), said), 1)
    return [(Digit(i).label, row.tolist()) for i, row in enumerate(counts) if row.any()]


def _calibration(duel: Duel, answers) -> dict:
    probabilities = answers.probabilities
    return {
        "ece": calibration_error(probabilities, duel.labels),
        "bins": calibration_table(probabilities, duel.labels, bins=10),
    }


def _differences(duel: Duel, data) -> list[tuple[str, list[Shown]]]:
    """The held-out drawings that were fixed, broken, or changed from wrong to wrong."""
    before, after = duel.right()
    said = duel.before.digits(), duel.after.digits()
    kinds = (
        ("Fixed", ~before & after),
        ("Broken", before & ~after),
        ("Misread otherwise", ~before & ~after & (said[0] != said[1])),
    )
    return [
        (
            f"{name}: {int(which.sum())}",
            [_shown(i, duel, said, data) for i in np.flatnonzero(which)[:SHOWN]],
        )
        for name, which in kinds
    ]


def _shown(i: int, duel: Duel, said, data) -> Shown:
    words = [Digit(int(one)).label for one in (duel.labels[i], said[0][i], said[1][i])]
    pk, tile = data.selection.held_out[i].pk, data.held_out.x[i]
    return Shown(pk, tile_url(tile / 255), *words)
