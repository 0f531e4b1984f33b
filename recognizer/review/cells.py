"""What the review page shows of each drawing, besides its row."""

from collections import defaultdict

from recognizer.models import Digit, Drawing, LabelChange, Reason


def cells(drawings, reviewer):
    """Add `twins` and `said` to with_answer()'s drawings.

    For any number of drawings that is two queries.
    """
    ids = [drawing.pk for drawing in drawings]
    counted = Drawing.objects.filter(pk__in=ids).with_twin_counts()
    twins = dict(counted.values_list("pk", "twins"))
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
    hidden = drawing.label is None or drawing.hides_label_from(reviewer)
    return "" if hidden else drawing.get_label_display()


def opinions_of(drawings):
    """What reviewers have said of each drawing, whatever its label is now."""
    found = defaultdict(set)
    standing = LabelChange.objects.standing().filter(drawing__in=drawings)
    standing = standing.exclude(to_label=None)
    for pk, digit in standing.values_list("drawing", "to_label"):
        found[pk].add(digit)
    return found
