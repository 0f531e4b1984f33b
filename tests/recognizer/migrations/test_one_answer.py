"""Where a drawing was given two answers, migrate keeps what its visitor saw first."""

import pytest
from django.db import connection

from recognizer.models import Prediction
from tests.support.migrations import migrate

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="It had no index."),
]


def test_the_first_answer_alone_is_given(drawing, second):
    first = Prediction.objects.get(given=True)
    apps = migrate("0022_uploads")
    try:
        answers = apps.get_model("recognizer", "Prediction").objects
        columns = {"digit": 3, "confidence": 0.5, "probabilities": [], "given": True}
        answers.create(drawing_id=drawing.pk, version_id=second.pk, **columns)
    finally:
        migrate()
    assert Prediction.objects.get(given=True) == first
    assert Prediction.objects.count() == 2
