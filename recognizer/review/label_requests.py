"""What the review page sends for a key: checked, done once, and answered."""

import json
from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from rest_framework import serializers

from recognizer.formatting import first_sentence
from recognizer.labelling.labels import (
    Deleted,
    Overtaken,
    label_drawing,
    label_with_twins,
)
from recognizer.labelling.undo import undo_change
from recognizer.models import (
    Digit,
    Drawing,
    DrawingQuerySet,
    LabelChange,
    LabelChangeQuerySet,
    Shown,
    Where,
    class_of,
    is_number,
    number_of,
)
from recognizer.review.replies import reply_for

MOST_AT_ONCE = 200  # drawings in a request: several pages
MOST_UNDONE = 200  # changes in a request
NO_DRAWING = "There is no such drawing."

IdField = partial(serializers.IntegerField, min_value=0, max_value=2**63 - 1)


class KeystrokeRequest(serializers.Serializer):
    """`reviewer`: in whose name the page was opened; `keystroke`: a random name.

    All requests of one keystroke have its name: they are undone together, and one that
    is sent again is recognised.
    """

    reviewer = IdField()
    keystroke = serializers.CharField(max_length=32)


class LabelRequest(KeystrokeRequest):
    drawings = serializers.ListField(
        child=serializers.CharField(max_length=36),
        allow_empty=False,
        max_length=MOST_AT_ONCE,
    )
    digit = serializers.ChoiceField(choices=Digit.choices, required=False)  # not "+7"
    number = serializers.CharField(required=False)
    twins = serializers.BooleanField(default=False)

    def validate_number(self, number: str) -> str:
        if not is_number(number):
            raise serializers.ValidationError("A number has 2 to 12 digits.")
        return number

    def validate(self, fields: dict) -> dict:
        """With the `value` in place of the digit or the number that was sent."""
        sent = [name for name in ("digit", "number") if name in fields]
        if len(sent) != 1:
            message = "Send a digit or a number, and not both."
            raise serializers.ValidationError({"digit": message})
        fields["value"] = fields.pop(sent[0])
        return fields


class UndoRequest(KeystrokeRequest):
    """`before`: the change that the reply to the last request ended with."""

    before = IdField(default=None)


def parse(body: bytes, request_class: type[KeystrokeRequest]) -> dict:
    """The checked fields of a request's JSON. Raises ValueError with a sentence."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ValueError("This is not JSON.") from error
    fields = request_class(data=data)
    if not fields.is_valid():
        name = next(iter(fields.errors))
        raise ValueError(f"{name}: {first_sentence(fields.errors)}")
    return fields.validated_data


def label(
    keystroke: str, drawings: list[str], value: Shown, twins: bool, by: User
) -> dict:
    """Label each drawing and reply what stands now; one that fails stops no other."""
    replies, made = [], set()
    for pk in drawings:
        try:
            changes = label_once(keystroke, pk, value, twins, by)
        except (Drawing.DoesNotExist, Deleted, ValidationError):
            replies.append(no_drawing(pk))
            continue
        made |= {change.pk for change in changes}
        waited = {
            str(change.drawing_id): change.waited_for is not None for change in changes
        }
        replies += [
            reply_for(row, by) | {"waited": waited.get(str(row.pk), False)}
            for row in rows({pk, *waited})
        ]
    return {"drawings": replies, "made": len(made)}


@transaction.atomic
def label_once(
    keystroke: str, pk: str, value: Shown, twins: bool, by: User
) -> list[LabelChange]:
    """The changes that a keystroke made: now, or when it was sent before.

    A reply can get lost. Were the same keystroke done again after somebody else has
    labelled the drawing, it would count as one more opinion.
    """
    drawings = Drawing.objects.defer("picture", "strokes")
    if not twins:  # label_with_twins has its own order of locking
        drawings = drawings.select_for_update()
    drawing = drawings.get(pk=pk)
    touched = Q(drawing=drawing)
    if twins:
        touched |= Q(drawing__in=Drawing.objects.twins_of(drawing))
    made = made_by(keystroke, by).filter(
        touched, to_label=class_of(value), to_number=number_of(value)
    )
    if not made.exists():
        save = label_with_twins if twins else label_drawing
        save(drawing, value, by=by, where=Where.GRID, keystroke=keystroke)
    return list(made)


def undo(keystroke: str, before: int | None, by: User) -> dict:
    """Take back what the reviewer's keystroke made, and reply what stands now.

    At most MOST_UNDONE changes, the newest first: those before the change `before`, if
    it is given. The reply's `before` is for the next request, or None at the end.
    """
    changes = made_by(keystroke, by)
    if before is not None:
        changes = changes.filter(pk__lt=before)
    changes = list(changes[:MOST_UNDONE])
    replies = [undo_one(change, by) for change in changes]
    more = len(changes) == MOST_UNDONE
    return {"drawings": replies, "before": changes[-1].pk if more else None}


def undo_one(change: LabelChange, by: User) -> dict:
    """Take one change back; the reply for its drawing."""
    try:
        undo_change(change, by=by, where=Where.GRID)
    except Deleted:
        return no_drawing(change.drawing_id)
    except Overtaken as overtaken:
        return {"id": str(change.drawing_id), "problem": str(overtaken)}
    drawing = rows([change.drawing_id]).first()
    return reply_for(drawing, by) if drawing else no_drawing(change.drawing_id)


def no_drawing(pk: str | UUID) -> dict:
    """The reply for a drawing that is not here, or no longer."""
    return {"id": str(pk), "problem": NO_DRAWING}


def made_by(keystroke: str, by: User) -> LabelChangeQuerySet:
    return LabelChange.objects.filter(by=by, keystroke=keystroke)


def rows(ids: Iterable[str | UUID]) -> DrawingQuerySet:
    return Drawing.objects.defer("picture", "strokes").filter(pk__in=ids)
