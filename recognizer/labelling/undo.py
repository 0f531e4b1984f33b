"""Label changes taken back, by one more change each: nothing is erased."""

from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from recognizer.labelling.labels import (
    REVIEWED,
    Overtaken,
    lock_drawing,
    set_label,
)
from recognizer.labelling.triage import set_reason_and_rank
from recognizer.models import (
    Digit,
    Drawing,
    LabelChange,
    Shown,
    Where,
    class_of,
    number_of,
)

BATCH = 200  # changes taken back in one transaction


@transaction.atomic
def undo_change(
    change: LabelChange, *, by: User, where: Where = Where.LIST
) -> LabelChange:
    """Take a change back: the label, and who set it, are as before it.

    So is why the drawing waits; without a label, that is what is known of it by now.
    Returns the change that takes it back; doing so twice changes nothing. Raises
    Overtaken where the drawing's newest change is another one, or the drawing is gone.
    """
    drawing = lock_drawing(change.drawing_id)
    if reversal := LabelChange.objects.filter(undoes=change).first():
        return reversal
    standing = list(drawing.label_changes.standing().select_related("by"))
    newest, earlier = standing[0], standing[1:]
    if newest != change:
        raise Overtaken(f"{newest.by} has labelled this drawing since.")
    reversal = _reverse(drawing, newest, earlier, by=by, where=where)
    reversal.save()
    drawing.save(update_fields=REVIEWED)
    return reversal


def undo_changes(changes: list[int], *, by: User) -> int:
    """Take back the changes with these ids, newest first. Return how many.

    A change that somebody has labelled over stays.
    """
    batches = (changes[i : i + BATCH] for i in range(0, len(changes), BATCH))
    return sum(_undo_batch(batch, by) for batch in batches)


@transaction.atomic
def _undo_batch(changes: list[int], by: User) -> int:
    touched = LabelChange.objects.filter(pk__in=changes).values("drawing")
    rows = Drawing.objects.filter(pk__in=touched).order_by("pk").select_for_update()
    drawings = [*rows.defer("picture", "strokes").prefetch_related("predictions")]
    standing = defaultdict(list)  # of each drawing, the newest first
    for change in LabelChange.objects.standing().filter(drawing__in=drawings):
        standing[change.drawing_id].append(change)
    reversals = []
    for drawing in drawings:
        remaining = standing[drawing.pk]
        # Newest by newest, down to one that is to stay: what is under it stays too.
        while remaining and remaining[0].pk in changes:
            newest, *remaining = remaining
            reversals.append(
                _reverse(drawing, newest, remaining, by=by, where=Where.LIST)
            )
    LabelChange.objects.bulk_create(reversals)
    Drawing.objects.bulk_update(drawings, REVIEWED)
    return len(reversals)


def _reverse(
    drawing: Drawing,
    newest: LabelChange,
    earlier: Sequence[LabelChange],
    *,
    by: User,
    where: Where,
) -> LabelChange:
    """Make the drawing as it was before its newest change; save nothing.

    `earlier`: the changes before that one which stand, the newest first. Returns the
    change that records the reversal.
    """
    before = _value_before(newest, earlier)
    reversal = LabelChange(
        drawing=drawing,
        from_label=newest.to_label,
        from_number=newest.to_number,
        to_label=class_of(before),
        to_number=number_of(before),
        by=by,
        where=where,
        waited_for=drawing.waits_for,
        undoes=newest,
    )
    if before is None:
        set_label(drawing, None, None)
        # A claim or another version's answer may have come since.
        set_reason_and_rank(drawing)
    else:
        set_label(drawing, before, _last_to_set_a_label(earlier))
        drawing.waits_for = newest.waited_for
    return reversal


def _value_before(newest: LabelChange, earlier: Sequence[LabelChange]) -> Shown | None:
    """The label that stood when the newest change came.

    The release before, which knows no numbers, writes 'not a digit' where one stood.
    """
    if newest.from_value == Digit.NOT_A_DIGIT and earlier and earlier[0].to_number:
        return earlier[0].to_value
    return newest.from_value


def _last_to_set_a_label(newest_first: Sequence[LabelChange]) -> LabelChange:
    """The first that did not only confirm the label that was there."""
    return next(
        change for change in newest_first if change.from_value != change.to_value
    )
