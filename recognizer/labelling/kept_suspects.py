"""The suspect labels that the label doctor's last look found, kept to be shown soon."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, F

from recognizer.labelling.label_doctor import Suspect
from recognizer.labelling.labels import lock_drawings
from recognizer.labelling.second_opinions import confirmations
from recognizer.models import Drawing, Prediction, SuspectLabel
from recognizer.models.values import is_any_number


@transaction.atomic
def keep(suspects: Sequence[Suspect]) -> int:
    """Keep these, the worst first, in place of the last ones; return how many."""
    SuspectLabel.objects.all().delete()
    here = lock_drawings([suspect.id for suspect in suspects])
    rows = [
        SuspectLabel(
            drawing_id=suspect.id,
            label=suspect.label,
            probably=suspect.probably,
            confidence=suspect.confidence,
            average=suspect.average,
            version=suspect.version,
        )
        for suspect in suspects
        if suspect.id in here
    ]
    return len(SuspectLabel.objects.bulk_create(rows))


def kept() -> list[Suspect]:
    """Those whose label is as it was, and that nobody has confirmed since."""
    is_number = is_any_number("label", "label_number")
    labelled = Drawing.objects.labelled().exclude(is_number)
    suspects = labelled.filter(label=F("suspect__label"))
    open_ones = suspects.exclude(Exists(confirmations(own=True)))
    rows = list(SuspectLabel.objects.filter(drawing__in=open_ones.values("pk")))
    read = Prediction.objects.filter(
        given=True, drawing__in=[row.drawing_id for row in rows]
    )
    numbers = dict(read.order_by().values_list("drawing", "number"))
    return [
        Suspect(
            id=row.drawing_id,
            label=row.label,
            probably=row.probably,
            confidence=row.confidence,
            average=row.average,
            version=row.version,
            number=numbers.get(row.drawing_id, ""),
        )
        for row in rows
    ]
