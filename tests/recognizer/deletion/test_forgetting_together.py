"""Deleting beside what labels, trains and deletes too, on a database with row locks."""

import pytest
from django.db import transaction

from recognizer.deletion.forgetting import forget
from recognizer.deletion.redaction import drawings_in
from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, Training
from tests.support.concurrency import thread, wait_until_one_waits
from tests.support.drawings import png
from tests.support.trained import train

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anna(django_user_model):
    return django_user_model.objects.create_user("anna")


@pytest.fixture
def drawings(anna):
    """Six visitors' drawings, labelled."""
    for n in range(6):
        drawing = recognise(png(pen=10 + n), owner=f"visitor {n}").drawing
        label_drawing(drawing, 7, by=anna)


def while_it_waits(task):
    """A thread that waits for what this transaction has locked."""
    waiting = thread(task, problems := [])
    waiting.start()
    wait_until_one_waits()
    return waiting, problems


def test_a_label_that_is_being_set_saves_a_drawing_that_may_go_without(anna):
    drawing = recognise(png()).drawing
    with transaction.atomic():
        label_drawing(drawing, 7, by=anna)
        unlabelled = Drawing.objects.filter(label=None)
        waiting, problems = while_it_waits(lambda: forget(unlabelled))
    waiting.join()
    assert problems == []
    assert Drawing.objects.get() == drawing


def test_a_report_that_is_being_kept_loses_what_is_deleted(drawings):
    with transaction.atomic():
        shown = drawings_in(train(1).training.report)
        gone = Drawing.objects.filter(pk=min(shown))
        waiting, problems = while_it_waits(lambda: forget(gone))
    waiting.join()
    assert problems == []
    assert drawings_in(Training.objects.get().report) == shown - {min(shown)}


def test_two_deletions_both_take_theirs_out_of_a_report(drawings):
    shown = drawings_in(train(1).training.report)
    one, two = (Drawing.objects.filter(pk=pk) for pk in sorted(shown)[:2])
    with transaction.atomic():
        forget(one)
        waiting, problems = while_it_waits(lambda: forget(two))
    waiting.join()
    assert problems == []
    assert drawings_in(Training.objects.get().report) == shown - set(sorted(shown)[:2])
