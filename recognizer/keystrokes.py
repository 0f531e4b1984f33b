"""What the review page sends for a key: checked, done once, and told."""

import json
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from rest_framework import serializers

from recognizer import services
from recognizer.api.errors import first_sentence
from recognizer.models import Digit, Drawing, LabelChange, Reason, Where

MOST_AT_ONCE = 200  # drawings in a request: several pages
MOST_UNDONE = services.MOST_TWINS + 1  # at once: what one drawing with its twins made
NO_DRAWING = "There is no such drawing."
NO_CHANGE = "There is no such change of yours."

Id = partial(serializers.IntegerField, min_value=0, max_value=2**63 - 1)
Several = partial(serializers.ListField, allow_empty=False)


class Keystroke(serializers.Serializer):
    """`reviewer`: in whose name the page was opened."""

    reviewer = Id()


class Label(Keystroke):
    """`seen`: the newest change of each drawing that the page knows of."""

    drawings = Several(
        child=serializers.CharField(max_length=36), max_length=MOST_AT_ONCE
    )
    seen = serializers.DictField(child=Id(), default=dict)
    digit = serializers.IntegerField(min_value=0, max_value=Digit.NOT_A_DIGIT)
    twins = serializers.BooleanField(default=False)


class Undo(Keystroke):
    changes = Several(child=Id(), max_length=MOST_UNDONE)


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


def label(drawings, seen, digit, twins, by) -> dict:
    """Label each drawing, and tell what stands now; one that fails stops no other."""
    told, changes = [], []
    for pk in drawings:
        try:
            made = label_once(pk, seen.get(pk), digit, twins, by)
        except (Drawing.DoesNotExist, ValidationError):
            told.append({"id": pk, "problem": NO_DRAWING})
            continue
        changes += [change.pk for change in made]
        twin_ids = {change.drawing_id for change in made}
        touched = [pk, *(str(twin) for twin in twin_ids if str(twin) != pk)]
        told += [tell(drawing, by) for drawing in rows(touched)]
    return {"drawings": told, "changes": changes}


@transaction.atomic
def label_once(pk, seen, digit, twins, by) -> list[LabelChange]:
    """The changes that a keystroke made: now, or when it was sent before.

    A reply can get lost. Sent again after somebody else has labelled the drawing, the
    same keystroke would count as one opinion more: what the reviewer has changed to
    this digit since the page last knew (`seen`) is that same keystroke.
    """
    found = Drawing.objects.defer("picture", "strokes")
    if not twins:  # label_with_twins has its own order of locking
        found = found.select_for_update()
    drawing = found.get(pk=pk)
    if seen is not None and (done := sent_before(drawing, seen, digit, twins, by)):
        return done
    newest = drawing.label_changes.first()
    save = services.label_with_twins if twins else services.label
    made = save(drawing, digit, by=by, where=Where.GRID)
    return [change for change in (made if twins else [made]) if change != newest]


def sent_before(drawing, seen, digit, twins, by) -> list[LabelChange]:
    standing = LabelChange.objects.filter(undoes=None, undone_by=None)
    mine = standing.filter(by=by, to_label=digit, where=Where.GRID, pk__gt=seen)
    if not mine.filter(drawing=drawing).exists():
        return []
    where = Q(drawing=drawing)
    if twins:
        where |= Q(drawing__in=Drawing.objects.twins_of(drawing))
    return list(mine.filter(where))


def undo(changes, by) -> list[dict]:
    """Take the reviewer's own changes back, the newest first, and tell what stands."""
    return [undo_one(pk, by) for pk in sorted(changes, reverse=True)]


def undo_one(pk, by) -> dict:
    change = LabelChange.objects.filter(pk=pk, by=by, undoes=None).first()
    if not change:
        return {"change": pk, "problem": NO_CHANGE}
    try:
        services.undo(change, by=by, where=Where.GRID)
    except services.Overtaken as overtaken:
        return {
            "change": pk,
            "id": str(change.drawing_id),
            "problem": str(overtaken),
        }
    (drawing,) = rows([change.drawing_id])
    return {"change": pk, **tell(drawing, by)}


def rows(ids):
    return Drawing.objects.defer("picture", "strokes").filter(pk__in=ids)


def tell(drawing, by) -> dict:
    """What stands now, as JSON."""
    newest = drawing.label_changes.first()
    return {
        "id": str(drawing.pk),
        "label": drawing.label,
        "seen": newest.pk if newest else 0,
        "waits_for": drawing.get_waits_for_display(),
        "says": says(drawing, by),
    }


def says(drawing, by) -> str:
    """What a reviewer should know of what others said, in a sentence."""
    standing = drawing.label_changes.filter(undoes=None, undone_by=None)
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
