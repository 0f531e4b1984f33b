"""gunicorn's settings; every one comes from digitsite.settings."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured

try:
    from digitsite import settings
except ImproperlyConfigured as error:
    sys.exit(f"{error}")

if settings.METRICS != "off":
    from digitsite import metrics_folder

    try:
        metrics_folder.open_folder(settings.METRICS_DIR)
    except OSError as error:
        sys.exit(f"{error}. Make it writable, or set METRICS=off.")

from digitsite.release import VERSION

# Many workers answer at once: a thread pool of numpy's own would only get in the way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

wsgi_app = "digitsite.wsgi"
bind = f"{settings.HOST}:{settings.PORT}"
worker_class = "digitsite.web_worker.WebWorker"
workers = settings.WEB_CONCURRENCY
threads = settings.THREADS
worker_connections = 1000  # in each worker
keepalive = 30  # seconds without a byte until a connection is closed
timeout = 30  # seconds without a sign of life until a worker is replaced
graceful_timeout = 20  # requests in flight finish before a worker ends
control_socket_disable = True
logconfig_dict = settings.LOGGING  # its own lines look as ours do


def post_worker_init(worker):
    """Load the network before the first visitor waits for it."""
    from digitsite.allocator import return_large_blocks
    from digitsite.counters import release_info
    from recognizer.monitoring.measuring import note_memory
    from recognizer.versions.predictor import predictor

    return_large_blocks()
    note_memory()
    release_info.labels(VERSION).set(1)
    predictor.warm_up()


def child_exit(server, worker):
    """Let /metrics forget what only a living worker has, such as its memory."""
    if settings.METRICS != "off":
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


def on_exit(server):
    if settings.METRICS != "off":
        metrics_folder.remove_folder()


def when_ready(server):
    server.log.info(
        "digitsite %s is at http://%s:%s/", VERSION, settings.HOST, settings.PORT
    )
