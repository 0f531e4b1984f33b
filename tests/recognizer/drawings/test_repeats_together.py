"""The same picture, twice at once, is kept once."""

import threading

import pytest

from recognizer.drawings import recognition
from recognizer.models import Drawing
from tests.support.concurrency import run_together
from tests.support.drawings import SEVEN, png


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_kept(monkeypatch):
    both_have_looked = threading.Barrier(2, timeout=30)
    recognise_unsaved = recognition.recognise_unsaved

    def recognise_when_both_have_looked(*drawing_and_picture):
        both_have_looked.wait()
        return recognise_unsaved(*drawing_and_picture)

    monkeypatch.setattr(
        recognition, "recognise_unsaved", recognise_when_both_have_looked
    )
    answers = []

    def send():
        answers.append(recognition.recognise(png(SEVEN), owner="somebody"))

    assert run_together(send, send) == []
    assert sorted(answer.is_repeat for answer in answers) == [False, True]
    assert len({answer.drawing_id for answer in answers}) == 1
    assert Drawing.objects.count() == 1
