"""Drawings for the statistics of a week in March 2026."""

from datetime import UTC, datetime

import pytest

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from tests.support.drawings import DIGITS, png


@pytest.fixture
def draw(staff):
    """A seven that is kept; then what is told of it: draw(label=1, audited=True)."""

    def draw(label=None, claim=None, day=4, by=staff, digit=7, **facts):
        drawing = recognise(png(DIGITS[digit])).drawing
        facts.setdefault("created_at", datetime(2026, 3, day, 12, tzinfo=UTC))
        Drawing.objects.filter(pk=drawing.pk).update(**facts)
        if claim is not None:
            keep_claim(drawing, claim)
        if label is not None:
            label_drawing(drawing, label, by=by)
        return drawing

    return draw
