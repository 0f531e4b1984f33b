"""Two reviewers label the same group at once, on a database with row locks."""

import threading

import pytest
from django.db import connection

from recognizer import services
from recognizer.models import Drawing, LabelChange
from tests.drawings import SEVEN, png

ROUNDS = 12


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_of_one_group_do_not_wait_in_a_circle(django_user_model):
    users = [django_user_model.objects.create_user(name) for name in ("anna", "ben")]
    twins = [services.recognise(png(SEVEN)).drawing for _ in range(8)]
    problems = run_together(
        lambda: label_often(users[0], twins, (7, 1)),
        lambda: label_often(users[1], twins[::-1], (1, 7)),
    )
    assert problems == []
    for drawing in Drawing.objects.defer("picture"):
        assert drawing.label == drawing.label_changes.first().to_label
        assert is_a_chain(drawing.label_changes.order_by("pk"))
    assert LabelChange.objects.values("by").distinct().count() == 2


def label_often(user, drawings, digits):
    for turn in range(ROUNDS):
        services.label_with_twins(
            drawings[turn % len(drawings)], digits[turn % 2], by=user
        )


def is_a_chain(changes):
    """Each change starts where the one before it ended."""
    ends = [None, *(change.to_label for change in changes)]
    return [change.from_label for change in changes] == ends[:-1]


def run_together(*tasks):
    """Run each in a thread of its own; returns what they raised."""
    problems = []

    def run(task):
        try:
            task()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems
