"""Set, confirm and clear labels: what staff confirm that a drawing is."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from recognizer.labelling.triage import reason_after_label, set_reason_and_rank
from recognizer.models import (
    Drawing,
    LabelChange,
    Reason,
    Shown,
    Where,
    asked_of_oneself,
    class_of,
    is_shown,
    number_of,
)

REVIEWED = ["label", "label_number", "labelled_by", "labelled_at", "waits_for", "rank"]
MOST_TWINS = 500  # labelled at once: a request that ends while somebody waits for it


class Overtaken(Exception):
    """Somebody else was faster; the message says who."""


class Deleted(Overtaken):
    """Somebody has deleted the drawing."""


@transaction.atomic
def label_drawing(
    drawing: Drawing,
    value: Shown | None,
    *,
    by: User,
    where: Where = Where.LIST,
    over: Collection[Shown | None] | None = None,
    keystroke: str = "",
    doubtful: bool = False,
) -> LabelChange | Any:  # None only of a drawing without a history
    """Set or clear (None) what staff confirm that a drawing is, and keep who did.

    A second reviewer's label is a second opinion: the same value confirms the label,
    another one replaces it and sends the drawing back to the queue. A reviewer who
    sets the same label again changes nothing, unless asked to look again. A `doubtful`
    label waits until somebody sets it or another one. Returns the drawing's newest
    change, if there is any. Raises Overtaken where the present label is not in `over`
    (None: any label is), or the drawing is gone.
    """
    drawing = lock_drawing(drawing.pk)
    if over is not None and drawing.label_value not in over:
        raise Overtaken(f"{drawing.labelled_by} has labelled this drawing since.")
    is_same = drawing.label_value == value
    if is_same and (value is None or not is_asked(drawing, by)):
        return drawing.label_changes.first()
    change = label_unsaved(drawing, value, by=by, where=where, doubtful=doubtful)
    change.keystroke = keystroke
    change.save()
    drawing.save(update_fields=REVIEWED)
    return change


def label_unsaved(
    drawing: Drawing,
    value: Shown | None,
    *,
    by: User,
    where: Where = Where.LIST,
    doubtful: bool = False,
) -> LabelChange:
    """Set the label of a drawing that is locked or new; save neither it nor the change.

    A `doubtful` label waits until somebody sets it or another one.
    """
    change = label_change(drawing, value, by=by, where=where)
    apply_change(drawing, change)
    if doubtful:
        drawing.waits_for = Reason.DOUBTFUL
    return change


def label_change(drawing: Drawing, value: Shown | None, **facts: Any) -> LabelChange:
    """The change, not saved, from a drawing's present label to another or the same."""
    return LabelChange(
        drawing=drawing,
        from_label=drawing.label,
        from_number=number_of(drawing.label_value),
        to_label=class_of(value),
        to_number=number_of(value),
        waited_for=drawing.waits_for,
        **facts,
    )


def apply_change(drawing: Drawing, change: LabelChange) -> None:
    """Set the label, and why the drawing waits from now on; saves nothing."""
    value = change.to_value
    if value is None:
        set_label(drawing, None, None)
        set_reason_and_rank(drawing)
    else:
        drawing.waits_for = reason_after_label(drawing, value, change.by)
        if value != change.from_value:
            set_label(drawing, value, change)


def is_asked(drawing: Drawing, reviewer: User) -> bool:
    """Whether this reviewer's opinion of a labelled drawing would be a new one."""
    return drawing.labelled_by != reviewer or drawing.waits_for in asked_of_oneself()


@transaction.atomic
def confirm(drawing: Drawing, value: Shown, *, by: User) -> LabelChange:
    """Record that a label is right, also where the reviewer set it before.

    Raises Overtaken where the drawing has another label by now, or is gone.
    """
    drawing = lock_drawing(drawing.pk)
    if drawing.label_value != value:
        raise Overtaken("This drawing has another label by now.")
    if is_asked(drawing, by):
        return label_drawing(drawing, value, by=by)
    change = label_change(drawing, value, by=by)
    change.save()
    return change


@transaction.atomic
def label_with_twins(
    drawing: Drawing,
    value: Shown,
    *,
    by: User,
    where: Where = Where.LIST,
    keystroke: str = "",
) -> list[LabelChange]:
    """Label a drawing and those of its twins that have another label, none, or wait.

    Labels all or none. Returns the changes, the drawing's own first. At most MOST_TWINS
    are labelled; a second call labels the next. Raises Deleted where the drawing is.
    """
    twins = Drawing.objects.twins_of(drawing)
    has_label = is_shown(value, "label", "label_number")
    others = (twins.exclude(has_label) | twins.waiting(by)).order_by("pk")
    ids = [drawing.pk, *others.values_list("pk", flat=True)[:MOST_TWINS]]
    locked = lock_drawings(ids)
    drawing = _present(locked, drawing.pk)
    to_label = [drawing, *(row for row in locked.values() if row.pk != drawing.pk)]
    how: dict[str, Any] = {"by": by, "where": where, "keystroke": keystroke}
    return [label_drawing(row, value, **how) for row in to_label]


def lock_drawing(pk: UUID) -> Drawing:
    """The row as it is now, which nobody else can change until we are done.

    Raises Deleted where it is gone.
    """
    return _present(lock_drawings([pk]), pk)


def lock_drawings(ids: Iterable[UUID]) -> dict[UUID, Drawing]:
    """The rows as they are now, those that are gone left out.

    All lock in one order, that of the ids: nobody waits in a circle.
    """
    rows = Drawing.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows.defer("picture", "strokes")}


def _present(drawings: dict[UUID, Drawing], pk: UUID) -> Drawing:
    if pk not in drawings:
        raise Deleted(f"Drawing {pk} was deleted meanwhile.")
    return drawings[pk]


def set_label(
    drawing: Drawing, value: Shown | None, change: LabelChange | None
) -> None:
    """Set the label, with who set it and when from `change`; saves nothing."""
    drawing.label, drawing.label_number = class_of(value), number_of(value)
    drawing.labelled_by_id = change.by_id if change else None
    drawing.labelled_at = change.created_at if change else None
