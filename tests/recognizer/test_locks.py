"""One run at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from recognizer import locks
from recognizer.locks import Busy, only_one
from recognizer.models import Lock
from tests.support.concurrency import expire_lock, held_elsewhere, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def test_a_lock_is_held_by_one_alone_and_then_by_the_next():
    with (
        held_elsewhere("finetune"),
        pytest.raises(Busy, match=r"Another finetune is running: .*, process"),
        only_one("finetune"),
    ):
        pytest.fail("Two hold the lock.")
    with only_one("finetune"):
        pass


def test_each_name_is_a_lock_of_its_own():
    with held_elsewhere("finetune"), only_one("rescore"):
        pass


def test_a_run_that_fails_lets_the_next_begin():
    with pytest.raises(ZeroDivisionError), only_one("finetune"):
        _ = 1 / 0
    with held_elsewhere("finetune"):
        pass


def test_a_lock_that_expired_is_taken_over_and_its_holder_is_told():
    with only_one("finetune") as lock:
        expire_lock("finetune")
        with held_elsewhere("finetune"), pytest.raises(Busy):
            lock.renew()
        with pytest.raises(Busy):  # nor when the other one has ended
            lock.renew()


def test_a_lock_from_before_the_clock_was_set_back_is_taken_over():
    in_an_hour = timezone.now() + timedelta(hours=1)
    Lock.objects.create(name="finetune", expires_at=in_an_hour)
    with only_one("finetune"):
        pass


def test_a_lock_that_expired_unnoticed_is_held_again():
    with only_one("finetune") as lock:
        expire_lock("finetune")
        lock.renew()
        with pytest.raises(Busy), only_one("finetune"):
            pass


def test_who_lost_the_lock_does_not_release_that_of_another():
    lost = only_one("finetune")
    lost.__enter__()
    expire_lock("finetune")
    with held_elsewhere("finetune"):
        lost.__exit__(None, None, None)
        with pytest.raises(Busy), only_one("finetune"):
            pass


def test_a_long_run_keeps_its_lock(monkeypatch):
    monkeypatch.setattr(locks, "RENEWALS", 0.01)
    with only_one("finetune"):
        expire_lock("finetune")
        wait_until(
            lambda: Lock.objects.get().expires_at > timezone.now(),
            "The lock is not renewed.",
        )
