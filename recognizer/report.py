"""What a fine-tune did, as HTML that the admin shows and a browser opens alone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from ml.calibration import calibration_error
from ml.gate import Duel
from ml.statistics import calibration_table
from recognizer.models import Digit
from recognizer.tiles import tile_url

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
        "curve": candidate.curve,
        "loss": polyline([step.loss for step in candidate.curve]),
        "held_out": polyline([step.held_out for step in candidate.curve], 0, 1),
        "size": CURVE,
        "duels": [_facts(duel, candidate.verdict) for duel in candidate.duels],
        "selection": data.selection,
        "left_out": dict(data.selection.left_out),
        "differences": _differences(candidate.duels[0], data),
        "digits": Digit,
    }
    return render_to_string("recognizer/report.html", context)


def document(report: str, title: str) -> str:
    """A file of its own: nothing in it asks a server for anything."""
    style = settings.BASE_DIR / "static" / "recognizer" / "report.css"
    context = {"report": mark_safe(report), "title": title}
    context["style"] = mark_safe(style.read_text())
    return render_to_string("recognizer/report_file.html", context)


def polyline(values: list, low: float | None = None, high: float | None = None) -> str:
    """SVG points of a curve in a box of CURVE; gaps (None) are left out."""
    there = [(i, v) for i, v in enumerate(values) if v is not None]
    if not there:
        return ""
    low = min(v for _, v in there) if low is None else low
    high = max(v for _, v in there) if high is None else high
    width, height = CURVE
    step = width / max(1, len(values) - 1)
    span = (high - low) or 1
    return " ".join(
        f"{i * step:.1f},{height * (1 - (v - low) / span):.1f}" for i, v in there
    )


def _facts(duel: Duel, verdict) -> dict:
    return {
        "name": duel.name,
        **verdict.figures[duel.name],
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
