"""Drawings of several visitors, old ones, and versions that were made with them."""

from datetime import timedelta

from django.utils.timezone import now

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.labelling.undo import undo_change
from recognizer.models import Drawing
from tests.support.drawings import SEVEN, png

VISITORS = 6


def draw(owner, strokes=SEVEN, **how):
    return recognise(png(strokes, **how), owner=owner, strokes=SEVEN).drawing


def sent_again(drawing):
    """A second row of the same owner and picture: before 2026-11-26 each was kept."""
    Drawing.objects.filter(owner=drawing.owner).update(kept_once=False)
    return recognise(bytes(drawing.picture), owner=drawing.owner).drawing


def draw_long_ago(days, **changes):
    drawing = recognise(png()).drawing
    when = now() - timedelta(days=days)
    Drawing.objects.filter(pk=drawing.pk).update(created_at=when, **changes)
    return drawing


def of(owner):
    return Drawing.objects.filter(owner=owner)


def label_drawings_of_all(reviewer):
    """A drawing of each visitor, labelled twice: the first label is taken back.

    So that there is a change that undoes another.
    """
    for n in range(VISITORS):
        drawing = draw(f"visitor {n}", size=0.3 + n / 30, pen=10 + n)
        undo_change(label_drawing(drawing, 1, by=reviewer), by=reviewer)
        label_drawing(drawing, 7, by=reviewer)
        keep_claim(drawing, 7)


def sides(version):
    """A drawing that trained the version, and one that judged it."""
    ids = version.training.drawings[0], version.training.held_out[0]
    return [Drawing.objects.get(pk=pk) for pk in ids]
