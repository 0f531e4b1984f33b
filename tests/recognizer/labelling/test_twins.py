"""Drawings that are the same are shown, labelled and counted together."""

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing, label_with_twins
from recognizer.models import Drawing, LabelChange, Reason, Where
from tests.support.drawings import ONE, SEVEN, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def twins():
    return [recognise(png(SEVEN)).drawing for _ in range(3)]


def labels():
    return list(Drawing.objects.order_by("created_at").values_list("label", flat=True))


def test_twins_are_labelled_together_and_nothing_else_is(twins, staff):
    recognise(png(ONE))
    changes = label_with_twins(twins[1], 7, by=staff, where=Where.GRID)
    assert labels() == [7, 7, 7, None]
    assert changes[0].drawing == twins[1]
    assert {change.drawing for change in changes} == set(twins)
    assert {change.where for change in changes} == {Where.GRID}


def test_a_twin_with_the_same_label_is_left_as_it_is(twins, staff, other):
    label_drawing(twins[0], 7, by=other)
    assert len(label_with_twins(twins[1], 7, by=staff)) == 2
    assert twins[0].label_changes.get().by == other


def test_a_twin_that_another_labelled_otherwise_is_disputed(twins, staff, other):
    label_drawing(twins[0], 1, by=other)
    label_with_twins(twins[1], 7, by=staff)
    assert Drawing.objects.get(pk=twins[0].pk).waits_for == Reason.DISPUTE


def test_twins_are_labelled_all_or_none(twins, staff, monkeypatch):
    label_drawing(twins[2], 1, by=staff)
    monkeypatch.setattr(
        "recognizer.labelling.labels.reason_after_label", lambda *_: 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        label_with_twins(twins[0], 7, by=staff)
    assert labels() == [None, None, 1]


def test_of_very_many_twins_the_same_again_labels_the_next(twins, staff, monkeypatch):
    monkeypatch.setattr("recognizer.labelling.labels.MOST_TWINS", 1)
    label_with_twins(twins[0], 7, by=staff)
    assert labels().count(7) == 2
    label_with_twins(twins[0], 7, by=staff)
    assert labels().count(7) == 3
    assert LabelChange.objects.count() == 3


def test_a_twin_that_waits_for_a_second_opinion_gets_it_too(twins, staff, other):
    label_with_twins(twins[0], 10, by=other)  # every "not a digit" is asked again
    assert Drawing.objects.filter(waits_for=Reason.SECOND).count() == 3
    label_with_twins(twins[2], 10, by=staff)
    assert not Drawing.objects.filter(waits_for__isnull=False).exists()
    assert LabelChange.objects.filter(by=staff).count() == 3
