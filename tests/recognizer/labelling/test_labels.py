"""Labels, and what the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange, ModelVersion, Prediction
from tests.support.drawings import SEVEN, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def drawing():
    return recognise(png(SEVEN)).drawing


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


@pytest.mark.parametrize("field", ["label", "claim"])
@pytest.mark.parametrize("value", [-1, 11])
def test_the_database_refuses_what_is_no_class(drawing, field, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        Drawing.objects.update(**{field: value})


def test_the_database_refuses_a_second_answer_of_a_version(drawing):
    answer = {"digit": 1, "confidence": 0.5, "probabilities": []}
    version = ModelVersion.objects.get(name="base")
    with pytest.raises(IntegrityError), transaction.atomic():
        Prediction.objects.create(drawing=drawing, version=version, **answer)


def test_a_prediction_never_changes(drawing):
    prediction = drawing.predictions.get()
    prediction.digit = 1
    with pytest.raises(TypeError, match="never changes"):
        prediction.save()


def test_a_version_that_answered_cannot_be_deleted(drawing):
    with pytest.raises(IntegrityError):
        ModelVersion.objects.get(name="base").delete()
