"""JSON lines: all that is kept of a drawing, but whose it is."""

import base64
import json

import numpy as np
from django.db.models import Prefetch

from ml.preprocessing.picture import Picture
from recognizer.exports.plan import Plan
from recognizer.models import Drawing, DrawingQuerySet, LabelChange, Prediction

OF_AN_ANSWER = (
    "drawing",
    "digit",
    "confidence",
    "number",
    "number_confidence",
    "parts",
    "given",
    "version__name",
)


def rows_for_lines(plan: Plan) -> DrawingQuerySet:
    """Drawings with their answers and their labels' history, as the plan found them."""
    answers = (
        Prediction.objects.filter(pk__lte=plan.last_answer)
        .order_by("pk")
        .select_related("version")
        .only(*OF_AN_ANSWER)
    )
    changes = LabelChange.objects.filter(pk__lte=plan.last_change).order_by("pk")
    return (
        Drawing.objects.with_answer()
        .defer("owner")
        .prefetch_related(
            Prefetch("predictions", answers), Prefetch("label_changes", changes)
        )
    )


def line(
    drawing: Drawing,
    picture: Picture,
    ink: np.ndarray,
    parts: list[dict],
    plan: Plan,
) -> bytes:
    """All that is kept of a drawing, without its owner."""
    facts = drawing_dict(drawing, picture.file, plan.reviewers)
    if drawing.label_number:
        facts["parts"] = parts or None  # the digits are not found in the ink
    return json.dumps(facts, ensure_ascii=False).encode() + b"\n"


def drawing_dict(drawing: Drawing, picture: bytes, names: dict[int, str]) -> dict:
    """What is kept of a labelled drawing; such a one has `labelled_at`.

    Labels and claims are classes, 0 to 10, or numbers as text: a program that knows no
    numbers shall not take one for 'not a digit'.
    """
    return {
        "id": str(drawing.pk),
        "label": drawing.label_value,
        "claim": drawing.claim_value,
        "answers": [answer_dict(answer) for answer in drawing.predictions.all()],
        "source": drawing.source,
        "created_at": drawing.created_at.isoformat(),
        "labelled_at": drawing.labelled_at.isoformat(),  # type: ignore[union-attr]
        "audited": drawing.audited,
        "history": [
            change_dict(change, names) for change in drawing.label_changes.all()
        ],
        "strokes": drawing.strokes,
        "picture": base64.b64encode(picture).decode(),
    }


def answer_dict(answer: Prediction) -> dict:
    """A number's answer has its digits in `number` and `parts`, and no `digit`."""
    facts = {
        "digit": answer.digit,
        "confidence": round(answer.confidence, 6),
        "version": answer.version.name,
        "given": answer.given,
    }
    if answer.number_confidence is None:
        return facts
    return facts | {
        "digit": None,
        "confidence": round(answer.number_confidence, 6),
        "number": answer.number,
        "parts": answer.parts,
    }


def change_dict(change: LabelChange, names: dict[int, str]) -> dict:
    return {
        "from": change.from_value,
        "to": change.to_value,
        "where": change.where,
        "at": change.created_at.isoformat(),
        "by": names[change.by_id],
        "undoes": change.undoes_id is not None,
    }
