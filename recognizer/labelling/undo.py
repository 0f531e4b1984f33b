"""Label changes taken back, by one more change each: nothing is erased."""

from collections import defaultdict

from django.contrib.auth.models import User
from django.db import transaction

from recognizer.labelling.labels import (
    REVIEWED,
    Overtaken,
    lock_drawing,
    set_label,
)
from recognizer.labelling.triage import set_reason_and_rank
from recognizer.models import Drawing, LabelChange, Where

BATCH = 200  # changes taken back in one transaction


@transaction.atomic
def undo_change(
    change: LabelChange, *, by: User, where: Where = Where.LIST
) -> LabelChange:
    """Take a change back, by one more: the label, and who set it, are as before it.

    So is why the drawing waits; without a label, that is what is known of it by now.
    Doing so twice changes nothing. Raises Overtaken where the drawing's newest change
    is another one.
    """
    drawing = lock_drawing(change.drawing)
    if done := LabelChange.objects.filter(undoes=change).first():
        return done
    standing = [*drawing.label_changes.standing().select_related("by")]
    if standing[0] != change:
        raise Overtaken(f"{standing[0].by} has labelled this drawing since.")
    back = _taken_back(drawing, standing, by=by, where=where)
    back.save()
    drawing.save(update_fields=REVIEWED)
    return back


def undo_changes(changes: list[int], *, by: User) -> int:
    """Take changes back, given by their ids, the newest first; how many were.

    One that others have labelled after stays.
    """
    batches = (changes[i : i + BATCH] for i in range(0, len(changes), BATCH))
    return sum(_undo_batch(batch, by) for batch in batches)


@transaction.atomic
def _undo_batch(changes: list[int], by: User) -> int:
    touched = LabelChange.objects.filter(pk__in=changes).values("drawing")
    rows = Drawing.objects.filter(pk__in=touched).order_by("pk").select_for_update()
    drawings = [*rows.defer("picture", "strokes").prefetch_related("predictions")]
    standing = defaultdict(list)
    for change in LabelChange.objects.standing().filter(drawing__in=drawings):
        standing[change.drawing_id].append(change)
    made = []
    for drawing in drawings:
        left = standing[drawing.pk]
        while left and left[0].pk in changes:
            made.append(_taken_back(drawing, left, by=by, where=Where.LIST))
    LabelChange.objects.bulk_create(made)
    Drawing.objects.bulk_update(drawings, REVIEWED)
    return len(made)


def _taken_back(
    drawing: Drawing, standing: list[LabelChange], *, by: User, where: Where
) -> LabelChange:
    """Take the newest of a drawing's changes off it and off the list; keep nothing."""
    change = standing.pop(0)
    back = LabelChange(
        drawing=drawing,
        from_label=change.to_label,
        to_label=change.from_label,
        by=by,
        where=where,
        waited_for=drawing.waits_for,
        undoes=change,
    )
    if change.from_label is None:
        set_label(drawing, None, None)
        set_reason_and_rank(
            drawing
        )  # a claim or another version's answer may have come since
    else:
        setter = next(one for one in standing if one.from_label != one.to_label)
        set_label(drawing, change.from_label, setter)
        drawing.waits_for = change.waited_for
    return back
