"""Celery, which carries the messages that wake the workers of jobs.

    celery -A digitsite.celery_app worker

The rows of a job say what is to be done (recognizer/jobs): a message may be lost, or
come twice, and no harm is done.
"""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")

PATIENCE = 3  # s for the broker to connect, or to answer
DAY = 24 * 3600

app = Celery("digitsite", include=["recognizer.jobs.tasks", "recognizer.jobs.worker"])
app.conf.update(
    broker_url=settings.BROKER_URL or "filesystem://localhost",
    broker_connection_timeout=PATIENCE,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # a worker waits for its broker for ever
    worker_cancel_long_running_tasks_on_connection_loss=False,  # rows say whose it is
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=False,  # a lost chunk is free after its lease
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,  # the log looks as that of the site
    worker_send_task_events=False,
    task_default_queue="serve",
    timezone="UTC",
)
if settings.BROKER_URL:
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
