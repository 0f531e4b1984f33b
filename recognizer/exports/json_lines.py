"""JSON lines: all that is kept of a drawing, but whose it is."""

import base64
import json
from collections.abc import Iterator

from django.db.models import Prefetch

from recognizer.exports.dataset import CHUNK, Export
from recognizer.models import Drawing, LabelChange, Prediction


def drawing_lines(export: Export) -> Iterator[bytes]:
    """Write a line for each drawing, without its owner."""
    names = reviewer_names(export)
    answers = (
        Prediction.objects.order_by("pk")
        .select_related("version")
        .only("drawing", "digit", "confidence", "given", "version__name")
    )
    changes = LabelChange.objects.order_by("pk")
    drawings = export.rows.defer("owner").prefetch_related(
        Prefetch("predictions", answers), Prefetch("label_changes", changes)
    )
    for drawing in drawings.iterator(chunk_size=CHUNK):
        if read := export.read(drawing.pk, drawing.picture):
            kept, _ = read
            facts = drawing_dict(drawing, kept.file, names)
            yield json.dumps(facts, ensure_ascii=False).encode() + b"\n"


def reviewer_names(export: Export) -> dict[int, str]:
    """Name each reviewer by number, or by user name with `--names`."""
    by = LabelChange.objects.order_by("by").values_list("by", "by__username").distinct()
    return {
        pk: name if export.names else f"reviewer-{n}"
        for n, (pk, name) in enumerate(by, 1)
    }


def drawing_dict(drawing: Drawing, picture: bytes, names: dict[int, str]) -> dict:
    """What is kept of a labelled drawing; such a one has `labelled_at`."""
    return {
        "id": str(drawing.pk),
        "label": drawing.label,
        "claim": drawing.claim,
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
    return {
        "digit": answer.digit,
        "confidence": round(answer.confidence, 6),
        "version": answer.version.name,
        "given": answer.given,
    }


def change_dict(change: LabelChange, names: dict[int, str]) -> dict:
    return {
        "from": change.from_label,
        "to": change.to_label,
        "where": change.where,
        "at": change.created_at.isoformat(),
        "by": names[change.by_id],
        "undoes": change.undoes_id is not None,
    }
