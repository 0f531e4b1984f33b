"""Real workers of jobs on this machine, for benches."""

import itertools
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.rescore import version
from tests.support.redis import RedisServer

numbers = itertools.count(1)


@contextmanager
def redis():
    """A broker on a socket of its own."""
    with TemporaryDirectory() as folder:
        server = RedisServer(Path(folder))
        os.environ["BROKER_URL"] = f"redis+socket://{server.socket}"
        try:
            yield
        finally:
            server.stop()


@contextmanager
def working(workers):
    """So many workers, each in a session of its own, as services are."""
    command = [sys.executable, "-m", "celery", "-A", "digitsite.celery_app", "worker"]
    command += ["--concurrency", "1", "--queues", "serve", "--loglevel", "error"]
    processes = [
        subprocess.Popen(  # noqa: S603  # our own
            [*command, "-n", f"{n}@bench"],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        for n in range(workers)
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def submit():
    """A job that asks a new version about all drawings."""
    from recognizer.jobs import submission
    from tests.support.versions import add_version

    new = add_version(f"again-{next(numbers)}", parent=version("base"))
    return submission.submit("rescore", {"version": new.name}, by=None)


def cancel(job):
    from recognizer.jobs import submission

    submission.cancel(job, by="the bench")


def wait_until(is_so):
    while not is_so():
        time.sleep(0.05)


def signed_in():
    from recognizer.models import JobWorker

    return JobWorker.objects.count()


def busy():
    """How many workers have kept answers of a chunk that they are at."""
    from recognizer.models import JobChunk

    return JobChunk.objects.filter(state="running", phase=1, done__gt=0).count()


@contextmanager
def standing_still(processes):
    """Shorter than a lease, so that none of them loses its chunk."""
    for process in processes:
        os.killpg(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGCONT)
