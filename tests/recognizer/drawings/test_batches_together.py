"""The same pictures in two batches at once are kept once."""

import threading

import pytest

from recognizer.drawings import batches
from recognizer.models import Drawing, Source
from tests.support.concurrency import run_together
from tests.support.drawings import ONE, SEVEN, png


@pytest.mark.django_db(transaction=True)
def test_of_two_batches_at_once_each_picture_is_kept_once(monkeypatch):
    both_have_looked = threading.Barrier(2, timeout=30)
    save_all = batches.save_all

    def save_when_both_have_looked(*answers_and_owner):
        both_have_looked.wait()
        return save_all(*answers_and_owner)

    monkeypatch.setattr(batches, "save_all", save_when_both_have_looked)
    ids = []

    def send(*pictures):
        outcomes = batches.recognise_batch(
            pictures, owner="somebody", owner_is_new=False, source=Source.API
        )
        ids.append({outcome.drawing_id for outcome in outcomes})

    pictures = [png(SEVEN, pen=pen) for pen in (10, 12, 14)]
    own, other = png(ONE, pen=10), png(ONE, pen=12)
    problems = run_together(
        lambda: send(*pictures, own), lambda: send(other, *reversed(pictures))
    )
    assert problems == []
    assert len(ids[0] & ids[1]) == 3
    assert set(Drawing.objects.values_list("pk", flat=True)) == ids[0] | ids[1]
