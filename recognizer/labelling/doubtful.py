"""Doubtful labels of an import, confirmed together by somebody who has looked."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from recognizer.labelling.labels import REVIEWED, apply_change, label_change
from recognizer.models import Drawing, LabelChange, Reason

BATCH = 200  # drawings in one transaction


def confirm_doubtful(ids: Sequence[UUID], *, by: User) -> int:
    """Confirm the doubtful labels of these drawings. Return how many there were.

    undo_changes() takes them back, like any other change.
    """
    batches = (ids[i : i + BATCH] for i in range(0, len(ids), BATCH))
    return sum(_confirm_batch(batch, by) for batch in batches)


@transaction.atomic
def _confirm_batch(ids: Sequence[UUID], by: User) -> int:
    rows = Drawing.objects.filter(pk__in=ids, waits_for=Reason.DOUBTFUL)
    rows = rows.select_for_update(of=("self",)).select_related("labelled_by")
    drawings = [*rows.defer("picture", "strokes").order_by("pk")]
    changes = [
        label_change(drawing, drawing.label_value, by=by) for drawing in drawings
    ]
    for drawing, change in zip(drawings, changes, strict=True):
        apply_change(drawing, change)
    LabelChange.objects.bulk_create(changes)
    Drawing.objects.bulk_update(drawings, REVIEWED)
    return len(drawings)
