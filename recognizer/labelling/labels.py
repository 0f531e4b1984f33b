"""What staff confirm that a drawing is. Each service takes plain values."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction

from recognizer.labelling.triage import after_a_label, triage
from recognizer.models import Digit, Drawing, LabelChange, Where

ANY_LABEL = (None, *Digit.values)
REVIEWED = ["label", "labelled_by", "labelled_at", "waits_for", "rank"]
MOST_TWINS = 500  # labelled at once: a request that ends while somebody waits for it


class Overtaken(Exception):
    """Somebody else was faster; the message says who."""


@transaction.atomic
def label_drawing(
    drawing: Drawing,
    digit: int | None,
    *,
    by: User,
    where: Where = Where.LIST,
    over: Collection[int | None] = ANY_LABEL,
    keystroke: str = "",
) -> LabelChange | None:
    """Set or clear (None) what staff confirm that a drawing is, and keep who did.

    A second reviewer's label is a second opinion: the same digit confirms the label,
    another one takes its place and sends the drawing back to the queue. Saying the
    same again changes nothing. Returns the drawing's newest change, if there is any.
    Raises Overtaken where the label by now is none of those to be set `over`.
    """
    drawing = lock_drawing(drawing)
    if drawing.label not in over:
        raise Overtaken(f"{drawing.labelled_by} has labelled this drawing since.")
    agrees = drawing.label == digit
    if agrees and (digit is None or drawing.labelled_by == by):
        return drawing.label_changes.first()
    change = LabelChange.objects.create(
        drawing=drawing,
        from_label=drawing.label,
        to_label=digit,
        by=by,
        where=where,
        waited_for=drawing.waits_for,
        keystroke=keystroke,
    )
    if digit is None:
        set_label(drawing, None, None)
        triage(drawing)
    else:
        drawing.waits_for = after_a_label(drawing, digit, by)
        if not agrees:
            set_label(drawing, digit, change)
    drawing.save(update_fields=REVIEWED)
    return change


@transaction.atomic
def confirm(drawing: Drawing, digit: int, *, by: User) -> LabelChange:
    """Say of a label that it is right.

    Also of one's own, which label_drawing() does not keep. Raises Overtaken where the
    drawing has another label by now.
    """
    drawing = lock_drawing(drawing)
    if drawing.label != digit:
        raise Overtaken("This drawing has another label by now.")
    if drawing.labelled_by != by:
        return label_drawing(drawing, digit, by=by)
    return LabelChange.objects.create(
        drawing=drawing,
        from_label=digit,
        to_label=digit,
        by=by,
        waited_for=drawing.waits_for,
    )


@transaction.atomic
def label_with_twins(
    drawing: Drawing,
    digit: int,
    *,
    by: User,
    where: Where = Where.LIST,
    keystroke: str = "",
) -> list[LabelChange]:
    """Label a drawing and its twins that have another label or none, or nothing at all.

    Returns the changes, the drawing's own first. Of more than MOST_TWINS, the same
    again labels the next.
    """
    twins = Drawing.objects.twins_of(drawing).exclude(label=digit).order_by("pk")
    found = [drawing.pk, *twins.values_list("pk", flat=True)[:MOST_TWINS]]
    # Whoever labels a group locks it in the same order: nobody waits in a circle.
    rows = Drawing.objects.select_for_update().filter(pk__in=found).order_by("pk")
    locked = {row.pk: row for row in rows.defer("picture", "strokes")}
    others = (row for row in locked.values() if row.pk != drawing.pk)
    changed = [locked[drawing.pk], *(row for row in others if row.label != digit)]
    how = {"by": by, "where": where, "keystroke": keystroke}
    return [label_drawing(row, digit, **how) for row in changed]


def lock_drawing(drawing: Drawing) -> Drawing:
    """The row as it is now, which nobody else can change until we are done."""
    return Drawing.objects.select_for_update().defer("picture").get(pk=drawing.pk)


def set_label(drawing: Drawing, digit: int | None, change: LabelChange | None):
    drawing.label = digit
    drawing.labelled_by_id = change and change.by_id
    drawing.labelled_at = change and change.created_at
