"""What the database holds of numbers, and what it refuses."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.labelling.second_opinions import confirmations
from recognizer.models import (
    CLAIM_IS_ANSWER,
    LABEL_IS_ANSWER,
    Drawing,
    LabelChange,
    Prediction,
    is_any_number,
    is_shown,
    number_shown,
)
from tests.support.drawings import SEVEN, png
from tests.support.numbers import side_by_side

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def drawing():
    return recognise(png(SEVEN)).drawing


@pytest.mark.parametrize("field", ["claim", "label"])
@pytest.mark.parametrize("number", ["4", "4x", " 42", "-7"])
def test_a_number_is_two_digits_or_more(drawing, field, number):
    rows = Drawing.objects.filter(pk=drawing.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(rows, field, 10, number)
    keep(rows, field, 10, "0042")
    assert getattr(rows.get(), f"{field}_value") == "0042"


def keep(rows, field, digit, number):
    columns = {field: digit, f"{field}_number": number}
    rows.update(**columns, labelled_at=rows.get().created_at)


@pytest.mark.parametrize("field", ["claim", "label"])
@pytest.mark.parametrize("digit", [7, None])
def test_a_number_that_the_release_before_left_does_not_count(drawing, field, digit):
    rows, columns = Drawing.objects.filter(pk=drawing.pk), (field, f"{field}_number")
    keep(rows, field, digit, "42")
    assert getattr(rows.get(), f"{field}_value") == digit
    assert not rows.filter(is_shown("42", *columns)).exists()
    assert not rows.filter(is_any_number(*columns)).exists()
    assert rows.annotate(counts=number_shown(*columns)).get().counts == ""
    assert rows.with_settled_label().get().settled_number == ""
    answered = rows.with_answer()
    is_answer = {"claim": CLAIM_IS_ANSWER, "label": LABEL_IS_ANSWER}[field]
    assert answered.filter(is_answer).exists() == (digit == 7)


def test_a_label_that_the_release_before_set_is_confirmed_and_set_anew(drawing, staff):
    """It has left the number of the label before it."""
    rows = Drawing.objects.filter(pk=drawing.pk)
    label_drawing(drawing, "42", by=staff)
    rows.update(label=7)
    assert label_drawing(drawing, 7, by=staff).to_value == "42"  # changes nothing
    other = User.objects.create_user("ben")
    change = label_drawing(drawing, 7, by=other)
    assert (change.from_value, change.to_value) == (7, 7)
    assert rows.filter(Exists(confirmations(own=False))).exists()
    label_drawing(drawing, 3, by=other)
    assert (rows.get().label, rows.get().label_number) == (3, "")


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
