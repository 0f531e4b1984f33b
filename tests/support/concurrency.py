"""Several threads at one database, each with a connection of its own."""

import threading
import time
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from recognizer.locks import only_one
from recognizer.models import Lock

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def wait_until(is_true, otherwise, seconds=30):
    """Return as soon as `is_true` says so; fail with a sentence if it never does."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.02)


def wait_until_one_waits():
    with connection.cursor() as cursor:
        wait_until(
            lambda: cursor.execute(WAITING) or cursor.fetchone() != (0,),
            "Nobody waits for the lock.",
        )


def run_together(*tasks):
    """Run each in a thread of its own; returns what they raised."""
    problems = []
    threads = [thread(task, problems) for task in tasks]
    for task in threads:
        task.start()
    for task in threads:
        task.join()
    return problems


@contextmanager
def held_elsewhere(name):
    """Another connection holds the lock only_one(name) meanwhile."""
    holds, done = threading.Event(), threading.Event()

    def hold():
        with only_one(name):
            holds.set()
            done.wait()

    holder = thread(hold, problems := [])
    holder.start()
    assert holds.wait(30), problems
    try:
        yield
    finally:
        done.set()
        holder.join()


def expire_lock(name):
    """As a minute does in which its holder's machine was asleep."""
    past = timezone.now() - timedelta(seconds=1)
    Lock.objects.filter(name=name).update(expires_at=past)


def thread(task, problems):
    def run():
        try:
            task()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    return threading.Thread(target=run)
