"""Both rows are written as the ORM writes them."""

import uuid
from copy import copy

import pytest
from django.db import IntegrityError

from recognizer.drawings.insertion import insert
from recognizer.models import Digit, Drawing, Prediction, Reason, Source

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def prediction(base):
    """An answer of which every column is filled."""
    drawing = Drawing(
        picture=b"\x00picture\xff%s",
        owner="somebody",
        claim=7,
        source=Source.PAGE,
        audited=True,
        waits_for=Reason.CLAIM,
        rank=0.25,
        strokes=[[[1.5, 2], [3, 4]]],
        picture_hash="a" * 32,
        tile_hash="b" * 32,
        kept_once=True,
    )
    return Prediction(
        drawing=drawing,
        version=base,
        digit=Digit.NOT_A_DIGIT,
        confidence=0.1 + 0.2,
        probabilities=[0.1, 0.2],
        given=True,
        several_digits=True,
    )


def test_every_column_is_as_the_orm_writes_it(prediction):
    by_orm = copy(prediction)
    by_orm.drawing = copy(prediction.drawing)
    by_orm.drawing.pk, by_orm.drawing.owner = uuid.uuid4(), "somebody else"
    by_orm.drawing.save(force_insert=True)
    by_orm.drawing_id = by_orm.drawing.pk
    by_orm.save(force_insert=True)
    assert insert(prediction)
    assert differences(prediction, by_orm) == {"id", "drawing_id"}
    assert differences(prediction.drawing, by_orm.drawing) == {"id", "owner"}


def differences(*rows):
    """The columns in which the database keeps different values."""
    left, right = (type(row).objects.filter(pk=row.pk).values().get() for row in rows)
    return {name for name in left if left[name] != right[name]}


def test_what_is_inserted_can_be_saved_again(prediction):
    insert(prediction)
    prediction.drawing.claim = 3
    prediction.drawing.save()
    assert Drawing.objects.get().claim == 3
    with pytest.raises(TypeError, match="never changes"):
        prediction.save()


def test_a_picture_that_the_owner_keeps_is_not_kept_again(prediction):
    assert insert(prediction)
    prediction.drawing.pk = uuid.uuid4()
    assert not insert(prediction)
    assert Drawing.objects.count() == Prediction.objects.count() == 1


def test_another_constraint_is_an_error(prediction):
    prediction.confidence = 1.5
    with pytest.raises(IntegrityError):
        insert(prediction)
