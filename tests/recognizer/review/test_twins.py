"""Twins are one cell of the review, unless they are wanted apart."""

import pytest
from django.http import QueryDict

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, Reason
from recognizer.review.filters import QueueForm
from tests.support.drawings import ONE, SEVEN, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def twins():
    """Three drawings of one seven, of which chance chose the last."""
    drawings = [recognise(png(SEVEN)).drawing for _ in range(3)]
    Drawing.objects.update(waits_for=Reason.SECOND)
    Drawing.objects.filter(pk=drawings[2].pk).update(waits_for=Reason.VERSIONS)
    return drawings


def cells(query, reviewer):
    queue = QueueForm(QueryDict(query), reviewer)
    assert queue.is_valid(), queue.errors
    return queue.page()[0]


def test_the_most_urgent_stands_for_all_and_others_are_as_ever(twins, staff):
    other = recognise(png(ONE)).drawing
    Drawing.objects.filter(pk=other.pk).update(waits_for=Reason.AUDIT)
    assert cells("", staff) == [twins[2], other]


@pytest.mark.parametrize("order", ["", "everything=on", "grouped=on"])
def test_apart_each_has_a_cell(twins, staff, order):
    assert len(cells(order, staff)) == 1
    assert set(cells(f"{order}&apart=on", staff)) == set(twins)


def test_the_newest_stands_for_all_where_the_newest_are_first(twins, staff):
    assert cells("everything=on", staff) == [twins[2]]


def test_one_that_a_filter_hides_stands_for_none(twins, staff):
    assert cells(f"reason={Reason.SECOND.value}", staff)[0] in twins[:2]


def test_one_that_does_not_wait_for_this_reviewer_stands_for_none(twins, staff):
    label_drawing(twins[2], 10, by=staff)  # waits for somebody else
    assert cells("", staff)[0] in twins[:2]


def test_a_next_page_does_not_show_the_others(twins, staff, monkeypatch):
    monkeypatch.setattr("recognizer.review.filters.PAGE", 1)
    last = recognise(png(ONE)).drawing
    Drawing.objects.filter(pk=last.pk).update(waits_for=Reason.AUDIT)
    queue = QueueForm({}, staff)
    assert queue.is_valid()
    page, cursor = queue.page()
    assert page == [twins[2]]
    assert cells(f"after={cursor}", staff) == [last]
