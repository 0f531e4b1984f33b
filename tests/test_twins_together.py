"""Two reviewers label the same group at once, on a database with row locks."""

import threading
import time

import pytest
from django.db import connection, transaction

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_with_twins
from recognizer.models import Drawing, LabelChange
from tests.drawings import SEVEN, png

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


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


def wait_until_one_waits(seconds=30):
    end = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while cursor.execute(WAITING) or cursor.fetchone() == (0,):
            assert time.monotonic() < end, "Nobody waits for the lock."
            time.sleep(0.02)


def run_together(*tasks):
    """Run each in a thread of its own; returns what they raised."""
    problems = []
    threads = [thread(task, problems) for task in tasks]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return problems


def thread(task, problems):
    def run():
        try:
            task()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    return threading.Thread(target=run)
