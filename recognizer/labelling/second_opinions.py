"""Labels that a second reviewer has confirmed, and asking for such a second opinion."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q

from recognizer.labelling.labels import lock_drawings
from recognizer.models import (
    UNSETTLED,
    Digit,
    Drawing,
    LabelChange,
    LabelChangeQuerySet,
    Reason,
)

BATCH = 200  # drawings in one transaction


def confirmations(*, own: bool) -> LabelChangeQuerySet:
    """The changes that confirm the label of the drawing in an outer query.

    Another reviewer gave the same label, or somebody who saw both sides of a dispute;
    with `own`, whoever gave the label has looked again, which counts too.
    """
    confirms = ~Q(by=OuterRef("labelled_by")) | Q(waited_for=Reason.DISPUTE)
    if own:
        confirms |= Q(from_label=F("to_label"), from_number=F("to_number"))
    standing = LabelChange.objects.standing().filter(confirms, drawing=OuterRef("pk"))
    same_number = Q(to_number=OuterRef("label_number")) | ~Q(to_label=Digit.NOT_A_DIGIT)
    return standing.filter(same_number, to_label=OuterRef("label"))


def ask_for_second_opinions(ids: Sequence[UUID]) -> None:
    """Put labelled drawings at the front of the queue, where no dispute waits."""
    for i in range(0, len(ids), BATCH):
        _ask(ids[i : i + BATCH])


@transaction.atomic
def _ask(ids: Sequence[UUID]) -> None:
    locked = lock_drawings(ids).values()  # one that was deleted is not among them
    drawings = [
        drawing
        for drawing in locked
        if drawing.label is not None and drawing.waits_for not in UNSETTLED
    ]
    for drawing in drawings:
        drawing.waits_for = Reason.FAR
    Drawing.objects.bulk_update(drawings, ["waits_for"])


def corrections_waiting() -> int:
    """How many corrections train only once somebody has confirmed them."""
    return Drawing.objects.filter(waits_for=Reason.FAR).count()
