"""Two reviewers label the same group at once, on a database with row locks."""

import pytest
from django.db import transaction

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_with_twins
from recognizer.models import Drawing, LabelChange
from tests.support.concurrency import run_together, thread, wait_until_one_waits
from tests.support.drawings import SEVEN, png

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reviewers(django_user_model):
    return [django_user_model.objects.create_user(name) for name in ("anna", "ben")]


@pytest.fixture
def twins():
    drawings = [recognise(png(SEVEN)).drawing for _ in range(8)]
    return sorted(drawings, key=lambda drawing: drawing.pk)


def test_two_reviewers_of_one_group_both_are_kept(reviewers, twins):
    turns = [twins, twins[::-1]]
    problems = run_together(
        *(
            lambda by=by, turn=turn: label_each(turn, by)
            for by, turn in zip(reviewers, turns, strict=True)
        )
    )
    assert problems == []
    for drawing in Drawing.objects.defer("picture"):
        assert drawing.label == drawing.label_changes.first().to_label
        assert is_a_chain(drawing.label_changes.order_by("pk"))
    assert LabelChange.objects.values("by").distinct().count() == 2


def test_who_waits_for_a_group_holds_none_of_its_later_rows(reviewers, twins):
    """Locked in one order, so that no two reviewers wait for each other."""
    last, anna = twins[-1], reviewers[0]
    task = thread(lambda: label_with_twins(last, 7, by=anna), problems := [])
    with transaction.atomic():
        lock(twins[:1])
        task.start()
        wait_until_one_waits()
        lock(twins[1:], nowait=True)
    task.join()
    assert problems == []
    assert LabelChange.objects.count() == len(twins)


def label_each(drawings, by):
    for turn, drawing in enumerate(drawings):
        label_with_twins(drawing, 7 if turn % 2 else 1, by=by)


def is_a_chain(changes):
    """Each change starts where the one before it ended."""
    ends = [None, *(change.to_label for change in changes)]
    return [change.from_label for change in changes] == ends[:-1]


def lock(drawings, **how):
    pks = [drawing.pk for drawing in drawings]
    assert list(Drawing.objects.select_for_update(**how).filter(pk__in=pks))
