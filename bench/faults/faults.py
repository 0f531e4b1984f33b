"""Each fault: does it to the site, waits as long as it lasts, and takes it back."""

import os
import signal
import threading
import time
from contextlib import ExitStack, closing

import psycopg2

from bench.faults import disk, memory
from bench.faults.site import Site
from bench.half_open import HEAD, drip, half_open
from tests.support import postgres

HOUR = 3600


def nothing(site: Site, seconds: float) -> None:
    time.sleep(seconds)


def worker_killed(site: Site, seconds: float) -> None:
    os.kill(site.service.workers()[0], signal.SIGKILL)


def master_killed(site: Site, seconds: float) -> None:
    site.service.process.kill()


def restarted(site: Site, seconds: float) -> None:
    site.service.process.terminate()


def hung_up(site: Site, seconds: float) -> None:
    site.service.process.send_signal(signal.SIGHUP)


def database_killed(site: Site, seconds: float) -> None:
    postgres.kill()
    time.sleep(seconds)
    postgres.start()


def database_silent(site: Site, seconds: float) -> None:
    with postgres.stopped():
        time.sleep(seconds)


def disk_full(site: Site, seconds: float) -> None:
    with disk.full(site.disk):
        time.sleep(seconds)
    if not site.database_lives():
        postgres.start()


def connections_exhausted(site: Site, seconds: float) -> None:
    """Take all there are, those that the site has, too."""
    end = time.monotonic() + seconds
    with ExitStack() as held:
        while time.monotonic() < end:
            try:
                other = held.enter_context(closing(site.connect()))
                with other.cursor() as cursor:
                    cursor.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE application_name <> 'fault'"
                        " AND backend_type = 'client backend'"
                    )
            except psycopg2.OperationalError:  # there is none left
                time.sleep(0.2)


def redis_gone(site: Site, seconds: float) -> None:
    site.redis.stop()
    time.sleep(seconds)
    site.redis.start()


def clock_back(site: Site, seconds: float) -> None:
    site.time.set(-HOUR)
    time.sleep(seconds)


def clock_forward(site: Site, seconds: float) -> None:
    """From an hour back to the right time."""
    site.time.set(0)
    time.sleep(seconds)


def version_damaged(site: Site, seconds: float) -> None:
    """The row of the version that is promoted, read by workers that start anew."""
    from recognizer.models import ModelFiles, ModelVersion, Promotion
    from tests.support.versions import add_version

    version = ModelVersion.objects.filter(name="damaged").first()
    version = version or add_version("damaged")
    whole = bytes(ModelFiles.objects.get(version=version).litert)
    replace(version, b"damaged")
    Promotion.objects.create(version=version, why="To be damaged.")
    site.service.process.send_signal(signal.SIGHUP)
    time.sleep(seconds)
    replace(version, whole)


def replace(version, litert: bytes) -> None:
    """Write over a version's file, as only a fault does."""
    from django.db import connection

    with connection.cursor() as cursor:
        statement = "UPDATE recognizer_modelfiles SET litert = %s WHERE version_id = %s"
        cursor.execute(statement, [litert, version.pk])


def slow_clients(site: Site, seconds: float) -> None:
    held = [half_open(site.service.port, HEAD) for _ in range(1000)]
    over = threading.Event()
    sender = threading.Thread(target=drip, args=(held, over))
    sender.start()
    time.sleep(seconds)
    over.set()
    sender.join()
    for connection in held:
        connection.close()


def memory_limit(site: Site, seconds: float) -> None:
    with memory.limited(site.service.workers()):
        time.sleep(seconds)


FAULTS = {
    "nothing": ("nothing, for comparison", nothing),
    "worker": ("a web worker is killed (-9)", worker_killed),
    "master": ("gunicorn's master is killed (-9)", master_killed),
    "restart": ("restart by the service manager", restarted),
    "hangup": ("`kill -HUP` of the master", hung_up),
    "postgres": ("PostgreSQL is killed (-9), back after {} s", database_killed),
    "silent": ("PostgreSQL is silent for {} s (SIGSTOP)", database_silent),
    "disk": ("the database's disk is full for {} s", disk_full),
    "connections": ("no connection is left for {} s", connections_exhausted),
    "redis": ("Redis is gone for {} s", redis_gone),
    "back": ("the clock goes back by an hour", clock_back),
    "forward": ("the clock goes forward by an hour", clock_forward),
    "version": ("the promoted version's row is damaged for {} s", version_damaged),
    "slow": ("1,000 slow clients for {} s", slow_clients),
    "memory": ("each worker at its memory limit for {} s", memory_limit),
}
