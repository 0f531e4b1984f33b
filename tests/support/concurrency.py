"""Several threads at one database, each with a connection of its own."""

import threading
import time

from django.db import connection

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


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
