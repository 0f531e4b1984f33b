"""Rescoring while reviewers label: on PostgreSQL, whose rows two can wait for."""

import pytest
from django.db import transaction

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.versions import rescoring
from tests.support.concurrency import thread, wait_until_one_waits
from tests.support.drawings import SEVEN, png
from tests.support.versions import NOTHING, add_version, reader

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_label_that_comes_meanwhile_keeps_its_drawing_out_of_the_queue(staff):
    drawing = recognise(png(SEVEN)).drawing
    other = add_version(threshold=NOTHING)
    answers = reader(other)({drawing.pk: bytes(drawing.picture)})
    task = thread(lambda: rescoring.keep_answers(other, answers), problems := [])
    with transaction.atomic():
        label_drawing(drawing, 7, by=staff)
        task.start()
        wait_until_one_waits()
    task.join()
    assert problems == []
    drawing.refresh_from_db()
    assert (drawing.label, drawing.waits_for) == (7, None)
    assert other.predictions.get().digit == 10
