"""What the database holds of numbers, and what it refuses."""

import pytest
from django.db import IntegrityError, transaction

from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing, LabelChange, Prediction
from tests.support.drawings import SEVEN, png
from tests.support.numbers import side_by_side

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def drawing():
    return recognise(png(SEVEN)).drawing


@pytest.mark.parametrize("field", ["claim", "label"])
@pytest.mark.parametrize(
    ("digit", "number"),
    [(10, "4"), (10, "4x"), (10, " 42"), (10, "-7"), (7, "42"), (None, "42")],
)
def test_a_number_is_two_digits_or_more_beside_no_digit(drawing, field, digit, number):
    rows = Drawing.objects.filter(pk=drawing.pk)
    values = {field: digit, f"{field}_number": number}
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**values, labelled_at=drawing.created_at)
    rows.update(
        **{field: 10, f"{field}_number": "0042"}, labelled_at=drawing.created_at
    )


def test_a_change_is_from_and_to_numbers_alone(drawing, django_user_model):
    by = django_user_model.objects.create_user("anna")
    for facts in ({"to_label": 7, "to_number": "42"}, {"from_number": "42"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LabelChange.objects.create(drawing=drawing, by=by, **facts)
    LabelChange.objects.create(drawing=drawing, by=by, to_label=10, to_number="42")


@pytest.mark.parametrize(
    "facts",
    [
        {"number": ""},
        {"number": "4"},
        {"parts": None},
        {"number_confidence": None},
        {"number_confidence": 1.5},
        {"digit": 7},
        {"several_digits": False},
    ],
)
def test_a_read_number_has_its_parts_and_confidence(facts):
    read = recognise(png(side_by_side("42"), pen=10))
    Prediction.objects.all().delete()
    read.pk, read._state.adding = None, True
    for name, value in facts.items():
        setattr(read, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        read.save()
