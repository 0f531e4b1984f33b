"""Rescoring while reviewers label: on PostgreSQL, whose rows two can wait for."""

import threading

import pytest
from django.db import connection, transaction

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.versions import rescoring
from tests.support.drawings import SEVEN, png
from tests.support.versions import NOTHING, reader, version

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_label_that_comes_meanwhile_keeps_its_drawing_out_of_the_queue(
    django_user_model,
):
    drawing = recognise(png(SEVEN)).drawing
    staff, other = (
        django_user_model.objects.create_user("a"),
        version(threshold=NOTHING),
    )
    answers = reader(other)({drawing.pk: bytes(drawing.picture)})

    def keep():
        rescoring.keep_answers(other, answers)
        connection.close()

    thread = threading.Thread(target=keep)
    with transaction.atomic():
        label_drawing(drawing, 7, by=staff)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()  # it waits for the label
    thread.join()
    drawing.refresh_from_db()
    assert (drawing.label, drawing.waits_for) == (7, None)
    assert other.predictions.get().digit == 10
