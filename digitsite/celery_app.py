"""Celery, which carries the messages that wake the workers of jobs.

    celery -A digitsite.celery_app worker

The rows of a job say what is to be done (recognizer/jobs): a message may be lost, or
come twice, and no harm is done.
"""

import os
import sys
from functools import cached_property
from importlib.util import find_spec

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from digitsite.caching import tls

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
try:
    BROKER_URL = settings.BROKER_URL
except ImproperlyConfigured as error:
    sys.exit(f"{error}")

PATIENCE = 3  # s for the broker to connect, or to answer
DAY = 24 * 3600
BEAT = {  # what is due, the worker knows: a tick may be late, lost or come twice
    "tick": {
        "task": "recognizer.tick",
        "schedule": crontab(),  # each minute
        "options": {"expires": 3600},  # s
    }
}


class App(Celery):
    @cached_property
    def Worker(self):  # Celery's name for it
        return self.subclass_with_self("digitsite.celery_worker:Worker")


@setup_logging.connect
def log_as_the_site_does(**_) -> None:
    """Leave the log as Django's settings have it."""


app = App("digitsite", include=["recognizer.jobs.tasks", "recognizer.jobs.worker"])
app.conf.update(
    broker_url=BROKER_URL or "filesystem://localhost",
    broker_use_ssl=tls(BROKER_URL, settings.REDIS_VERIFY) or None,
    broker_connection_timeout=PATIENCE,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # a worker waits for its broker for ever
    worker_cancel_long_running_tasks_on_connection_loss=False,  # rows say whose it is
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=False,  # a lost chunk is free after its lease
    worker_prefetch_multiplier=1,
    worker_concurrency=settings.WORKER_CONCURRENCY,
    # Of a process that does chunks; it is replaced once it ends one with more.
    worker_max_memory_per_child=settings.WORKER_MEMORY_MB * 1000,  # kB
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    task_default_queue="serve",
    task_queues=[Queue("serve")]
    + ([Queue("train")] if find_spec("tensorflow") else []),
    timezone="UTC",
    beat_schedule=BEAT if settings.SCHEDULES else {},
    beat_schedule_filename=str(settings.STATE_DIR / "beat"),
)
if settings.SCHEDULES:  # a host of the beat alone has nothing there yet
    settings.STATE_DIR.mkdir(parents=True, exist_ok=True)
if BROKER_URL:
    app.conf.broker_transport_options = {
        "visibility_timeout": DAY,  # s until a message comes again
        "socket_timeout": PATIENCE * 10,
        "socket_connect_timeout": PATIENCE,
    }
else:
    folder = settings.JOB_QUEUE_DIR
    for part in ("messages", "control"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    app.conf.broker_transport_options = {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.5,  # s
    }
