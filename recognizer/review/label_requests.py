"""What the review page sends for a key: checked, done once, and told."""

import json
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from rest_framework import serializers

from recognizer.formatting import first_sentence
from recognizer.labelling.labels import Overtaken, label_drawing, label_with_twins
from recognizer.labelling.undo import undo_change
from recognizer.models import Digit, Drawing, LabelChange, Reason, Where

MOST_AT_ONCE = 200  # drawings in a request: several pages
MOST_UNDONE = 200  # changes in a request
NO_DRAWING = "There is no such drawing."

Id = partial(serializers.IntegerField, min_value=0, max_value=2**63 - 1)
Several = partial(serializers.ListField, allow_empty=False)


class Keystroke(serializers.Serializer):
    """`reviewer`: in whose name the page was opened; `keystroke`: a random name.

    Its requests carry the same name: it is undone as one, and is known again.
    """

    reviewer = Id()
    keystroke = serializers.CharField(max_length=32)


class Label(Keystroke):
    drawings = Several(
        child=serializers.CharField(max_length=36), max_length=MOST_AT_ONCE
    )
    digit = serializers.IntegerField(min_value=0, max_value=Digit.NOT_A_DIGIT)
    twins = serializers.BooleanField(default=False)


class Undo(Keystroke):
    """`before`: the change that the reply to the last request ended with."""

    before = Id(default=None)


def read(body: bytes, kind: type[Keystroke]) -> dict:
    """What a request's JSON says. Raises ValueError with a sentence."""
    try:
        data = json.loads(body)
    except ValueError as error:
        raise ValueError("This is not JSON.") from error
    keystroke = kind(data=data)
    if not keystroke.is_valid():
        field = next(iter(keystroke.errors))
        raise ValueError(f"{field}: {first_sentence(keystroke.errors)}")
    return keystroke.validated_data


def label(keystroke, drawings, digit, twins, by) -> dict:
    """Label each drawing, and tell what stands now; one that fails stops no other."""
    told, made = [], set()
    for pk in drawings:
        try:
            changes = label_once(keystroke, pk, digit, twins, by)
        except (Drawing.DoesNotExist, ValidationError):
            told.append({"id": pk, "problem": NO_DRAWING})
            continue
        made |= {change.pk for change in changes}
        twin_ids = {change.drawing_id for change in changes}
        touched = [pk, *(str(twin) for twin in twin_ids if str(twin) != pk)]
        told += [tell(drawing, by) for drawing in rows(touched)]
    return {"drawings": told, "made": len(made)}


@transaction.atomic
def label_once(keystroke, pk, digit, twins, by) -> list[LabelChange]:
    """The changes that a keystroke made: now, or when it was sent before.

    A reply can get lost. Sent again after somebody else has labelled the drawing, the
    same keystroke would count as one opinion more.
    """
    found = Drawing.objects.defer("picture", "strokes")
    if not twins:  # label_with_twins has its own order of locking
        found = found.select_for_update()
    drawing = found.get(pk=pk)
    where = Q(drawing=drawing)
    if twins:
        where |= Q(drawing__in=Drawing.objects.twins_of(drawing))
    made = made_by(keystroke, by).filter(where, to_label=digit)
    if not made.exists():
        save = label_with_twins if twins else label_drawing
        save(drawing, digit, by=by, where=Where.GRID, keystroke=keystroke)
    return list(made)


def undo(keystroke, before, by) -> dict:
    """Take back what the reviewer's keystroke made, and tell what stands.

    The newest first, and at most MOST_UNDONE: `before` is where to go on, or None.
    """
    changes = made_by(keystroke, by)
    if before is not None:
        changes = changes.filter(pk__lt=before)
    changes = list(changes[:MOST_UNDONE])
    told = [undo_one(change, by) for change in changes]
    more = len(changes) == MOST_UNDONE
    return {"drawings": told, "before": changes[-1].pk if more else None}


def undo_one(change, by) -> dict:
    try:
        undo_change(change, by=by, where=Where.GRID)
    except Overtaken as overtaken:
        return {"id": str(change.drawing_id), "problem": str(overtaken)}
    (drawing,) = rows([change.drawing_id])
    return tell(drawing, by)


def made_by(keystroke, by):
    return LabelChange.objects.filter(by=by, keystroke=keystroke)


def rows(ids):
    return Drawing.objects.defer("picture", "strokes").filter(pk__in=ids)


def tell(drawing, by) -> dict:
    """What stands now, as JSON."""
    return {
        "id": str(drawing.pk),
        "label": drawing.label,
        "waits_for": drawing.get_waits_for_display(),
        "says": says(drawing, by),
    }


def says(drawing, by) -> str:
    """What a reviewer should know of what others said, in a sentence."""
    standing = drawing.label_changes.standing()
    newest, *_ = changes = [*standing.select_related("by")] or [None]
    if newest is None or drawing.label is None:
        return ""
    other = next((change for change in changes if change.by != by), None)
    if other and drawing.waits_for == Reason.DISPUTE:
        word = other.get_to_label_display()
        return f"{other.by} said {word}: needs a third look."
    if newest.waited_for == Reason.DISPUTE:
        return "Settled."
    if other and other.to_label == drawing.label:
        return f"{other.by} says so too."
    return ""
