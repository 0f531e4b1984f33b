"""What the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction

from recognizer.models import Drawing, ModelVersion, Prediction

pytestmark = [pytest.mark.database, pytest.mark.django_db]


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
