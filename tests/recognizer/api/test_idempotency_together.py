"""Several requests at once under one Idempotency-Key."""

import threading

import pytest
from rest_framework.test import APIClient

from recognizer.api import views
from recognizer.deletion.forgetting import forget
from recognizer.models import Drawing, IdempotentRequest
from tests.support.concurrency import run_together, thread
from tests.support.drawings import ONE, SEVEN, data_url, png

URL = "/api/v1/predictions/"
pytestmark = pytest.mark.django_db(transaction=True)


def send(strokes=SEVEN):
    body = {"image": data_url(png(strokes))}
    return APIClient().post(
        URL, body, format="json", headers={"Idempotency-Key": "4f1c"}
    )


@pytest.fixture
def while_one_is_answered(monkeypatch):
    """Call a function while the first request is in `recognise`; returns its reply."""
    recognise = views.recognise

    def during(task, after=None):
        arrived, go_on, replies = threading.Event(), threading.Event(), []

        def wait_and_recognise(*args, **how):
            arrived.set()
            assert go_on.wait(30)
            prediction = recognise(*args, **how)
            if after:
                after(prediction)
            return prediction

        monkeypatch.setattr(views, "recognise", wait_and_recognise)
        first = thread(lambda: replies.append(send()), problems := [])
        first.start()
        assert arrived.wait(30), problems
        try:
            task()
        finally:
            go_on.set()
            first.join()
        assert problems == []
        return replies[0]

    return during


def test_the_same_meanwhile_is_asked_to_wait_and_another_refused(while_one_is_answered):
    replies = []
    first = while_one_is_answered(lambda: replies.extend([send(), send(ONE)]))
    same, other = replies
    assert (same.status_code, same["Retry-After"]) == (409, "1")
    assert other.status_code == 422
    assert first.status_code == 201
    assert send().content == first.content
    assert Drawing.objects.count() == 1


def test_of_many_at_once_one_is_answered(db):
    replies = []
    assert run_together(*[lambda: replies.append(send())] * 8) == []
    statuses = [r.status_code for r in replies if "Idempotent-Replayed" not in r]
    assert statuses.count(201) == 1
    assert set(statuses) <= {201, 409}
    assert Drawing.objects.count() == IdempotentRequest.objects.count() == 1


def test_of_two_different_bodies_at_once_one_is_refused(db):
    replies = []
    tasks = [lambda s=strokes: replies.append(send(s)) for strokes in (SEVEN, ONE)]
    assert run_together(*tasks) == []
    assert sorted(reply.status_code for reply in replies) == [201, 422]
    assert Drawing.objects.count() == 1


def test_a_drawing_that_is_deleted_before_its_answer_is_kept(while_one_is_answered):
    def delete(prediction):
        forget(Drawing.objects.filter(pk=prediction.drawing_id))

    while_one_is_answered(lambda: None, after=delete)
    assert not IdempotentRequest.objects.exists()
