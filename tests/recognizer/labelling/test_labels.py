"""Labels, and what the database itself refuses."""

import pytest

from recognizer.drawings.recognition import keep_claim
from recognizer.labelling.labels import label_drawing
from recognizer.models import LabelChange

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def history(drawing):
    changes = drawing.label_changes.order_by("pk")
    return list(changes.values_list("from_label", "to_label", "by__username"))


def test_a_label_and_who_set_it_are_kept(drawing, staff):
    label_drawing(drawing, 1, by=staff)
    label_drawing(drawing, None, by=staff)
    drawing.refresh_from_db()
    assert drawing.label is None
    assert history(drawing) == [(None, 1, "staff"), (1, None, "staff")]


def test_the_same_label_again_is_no_change(drawing, staff):
    for _ in range(2):
        label_drawing(drawing, 1, by=staff)
    assert LabelChange.objects.count() == 1


def test_a_label_changes_neither_prediction_nor_claim(drawing, staff):
    keep_claim(drawing, 4)
    label_drawing(drawing, 1, by=staff)
    drawing.refresh_from_db()
    assert (drawing.claim, drawing.label) == (4, 1)
    assert drawing.predictions.get().digit == 7
