"""What the review page shows of each drawing, besides its row."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from recognizer.formatting import answer_to_staff, staff_word
from recognizer.models import (
    SECOND_OPINIONS,
    Drawing,
    LabelChange,
    Prediction,
    Reason,
    Shown,
    asked_of_oneself,
    class_of,
    number_of,
    shown,
)


def fill_cells(drawings: Iterable[Any], reviewer: User) -> list[Any]:
    """Add what review/cell.html shows beyond its row to drawings with_answer().

    That is `twins`, their number; `alike`, the same for all of them; `waits`;
    `visible_label`, `word`, `claim_word`; `parts`, a number's digits with their boxes;
    `is_number`, whether keys are collected to a number there; and `in_doubt`, whether
    several digits were read, but not which.

    For any number of drawings that is four queries.
    """
    drawings = list(drawings)
    twins = twin_counts(drawings)
    disputed = [drawing for drawing in drawings if drawing.waits_for == Reason.DISPUTE]
    opinions = opinions_of(disputed)
    readings = readings_of(drawings)
    of_oneself = asked_of_oneself()
    for drawing in drawings:
        drawing.twins = twins.get(drawing.pk, 0)
        drawing.alike = drawing.tile_hash or drawing.picture_hash or str(drawing.pk)
        reason, is_theirs = drawing.waits_for, drawing.labelled_by_id == reviewer.pk
        drawing.waits = reason is not None and (reason in of_oneself or not is_theirs)
        drawing.visible_label = visible_label(drawing, opinions[drawing.pk])
        drawing.claim_word = staff_word(drawing.claim_value)
        reading = readings.get(drawing.pk)
        drawing.word = answer_to_staff(reading) if reading else ""
        drawing.parts = json.dumps(reading.parts or []) if reading else "[]"
        read_several = reading is not None and reading.several_digits
        drawing.in_doubt = read_several and not drawing.number
        # The label does not count: it may be hidden from the reviewer.
        drawing.is_number = read_several or number_of(drawing.claim_value) != ""
    return drawings


def readings_of(drawings: Collection[Drawing]) -> dict[UUID, Prediction]:
    """The given answers, by the drawing's id, with what their number is made of."""
    given = Prediction.objects.filter(drawing__in=drawings, given=True).order_by()
    columns = ("drawing", "digit", "number", "parts", "several_digits", "other_signs")
    return {row.drawing_id: row for row in given.only(*columns)}


def visible_label(drawing: Any, opinions: Collection[Shown]) -> str:
    """The label in words, of a disputed drawing all opinions; "" if it is hidden.

    It is hidden from the reviewer for whom the drawing `waits` for a second opinion.
    """
    if drawing.waits_for == Reason.DISPUTE and opinions:
        return " or ".join(map(staff_word, sorted(opinions, key=by_class))) + "?"
    is_hidden = drawing.waits and drawing.waits_for in SECOND_OPINIONS
    if drawing.label is None or is_hidden:
        return ""
    return staff_word(drawing.label_value)


def by_class(value: Shown) -> tuple[int | None, str]:
    """Sorts digits first, then what is no digit, then numbers."""
    return class_of(value), number_of(value)


def opinions_of(drawings: Collection[Drawing]) -> dict[UUID, set]:
    """All labels that reviewers have given each drawing and that stand, by its id."""
    opinions: dict[UUID, set] = defaultdict(set)
    standing = LabelChange.objects.standing().filter(drawing__in=drawings)
    labels = standing.exclude(to_label=None)
    for pk, digit, number in labels.values_list("drawing", "to_label", "to_number"):
        opinions[pk].add(shown(digit, number))
    return opinions


def twin_counts(drawings: Collection[Drawing]) -> dict[UUID, int]:
    """How many twins each drawing has, by its id."""
    rows = Drawing.objects.filter(pk__in=[drawing.pk for drawing in drawings])
    return dict(rows.with_twin_counts().values_list("pk", "twins"))
