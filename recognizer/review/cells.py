"""What the review page shows of each drawing, besides its row."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from recognizer.models import (
    SECOND_OPINIONS,
    Digit,
    Drawing,
    LabelChange,
    Reason,
    asked_of_oneself,
)


def fill_cells(drawings: Iterable[Any], reviewer: User) -> list[Any]:
    """Add what review/cell.html shows beyond its row to drawings with_answer().

    That is `twins`, their number; `alike`, the same for all of them; `waits`;
    `visible_label` and `word`.

    For any number of drawings that is three queries.
    """
    drawings = list(drawings)
    twins = twin_counts(drawings)
    disputed = [drawing for drawing in drawings if drawing.waits_for == Reason.DISPUTE]
    opinions = opinions_of(disputed)
    of_oneself = asked_of_oneself()
    for drawing in drawings:
        drawing.twins = twins.get(drawing.pk, 0)
        drawing.alike = drawing.tile_hash or drawing.picture_hash or str(drawing.pk)
        reason, is_theirs = drawing.waits_for, drawing.labelled_by_id == reviewer.pk
        drawing.waits = reason is not None and (reason in of_oneself or not is_theirs)
        drawing.visible_label = visible_label(drawing, opinions[drawing.pk])
        drawing.word = "" if drawing.digit is None else Digit(drawing.digit).label
    return drawings


def visible_label(drawing: Any, opinions: Collection[int]) -> str:
    """The label in words, of a disputed drawing all opinions; "" if it is hidden.

    It is hidden from the reviewer for whom the drawing `waits` for a second opinion.
    """
    if drawing.waits_for == Reason.DISPUTE and opinions:
        return " or ".join(str(Digit(digit).label) for digit in sorted(opinions)) + "?"
    is_hidden = drawing.waits and drawing.waits_for in SECOND_OPINIONS
    if drawing.label is None or is_hidden:
        return ""
    return drawing.get_label_display()


def opinions_of(drawings: Collection[Drawing]) -> dict[UUID, set]:
    """All labels that reviewers have given each drawing and that stand, by its id."""
    opinions: dict[UUID, set] = defaultdict(set)
    standing = LabelChange.objects.standing().filter(drawing__in=drawings)
    labels = standing.exclude(to_label=None).values_list("drawing", "to_label")
    for pk, digit in labels:
        opinions[pk].add(digit)
    return opinions


def twin_counts(drawings: Collection[Drawing]) -> dict[UUID, int]:
    """How many twins each drawing has, by its id."""
    rows = Drawing.objects.filter(pk__in=[drawing.pk for drawing in drawings])
    return dict(rows.with_twin_counts().values_list("pk", "twins"))
