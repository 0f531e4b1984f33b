"""What the review page shows of each drawing, besides its row."""

from collections import defaultdict

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from recognizer.models import Digit, Drawing, LabelChange, Reason


def cells(drawings, reviewer):
    """Add `twins` and `said` to with_answer()'s drawings.

    For any number of drawings that is two queries.
    """
    ids = [drawing.pk for drawing in drawings]
    twins = dict(with_twins(Drawing.objects.filter(pk__in=ids)))
    opinions = opinions_of([d for d in drawings if d.waits_for == Reason.DISPUTE])
    for drawing in drawings:
        drawing.twins = twins.get(drawing.pk, 0)
        asked = drawing.labelled_by_id != reviewer.pk
        drawing.waits = drawing.waits_for is not None and asked
        drawing.said = said(drawing, reviewer, opinions[drawing.pk])
        drawing.word = "" if drawing.digit is None else Digit(drawing.digit).label
    return drawings


def said(drawing, reviewer, opinions):
    """Its label in words; not to whom a second opinion is asked of: it is their own."""
    if drawing.waits_for == Reason.DISPUTE and opinions:
        return " or ".join(Digit(digit).label for digit in sorted(opinions)) + "?"
    blind = drawing.waits_for == Reason.SECOND and drawing.labelled_by_id != reviewer.pk
    return "" if blind or drawing.label is None else drawing.get_label_display()


def opinions_of(drawings):
    """What reviewers have said of each drawing, whatever its label is now."""
    found = defaultdict(set)
    standing = LabelChange.objects.standing().filter(drawing__in=drawings)
    standing = standing.exclude(to_label=None)
    for pk, digit in standing.values_list("drawing", "to_label"):
        found[pk].add(digit)
    return found


def with_twins(drawings):
    """Pairs of id and number of twins: see DrawingQuerySet.twins_of."""
    same_picture = Q(picture_hash=OuterRef("picture_hash")) & ~Q(picture_hash="")
    same_tile = Q(tile_hash=OuterRef("tile_hash")) & ~Q(tile_hash="")
    others = Drawing.objects.filter(same_picture | same_tile)
    others = others.exclude(pk=OuterRef("pk")).order_by().values(one=Value(1))
    number = Subquery(others.annotate(n=Count("pk")).values("n"))
    counted = drawings.annotate(twins=Coalesce(number, 0))
    return counted.values_list("pk", "twins")
