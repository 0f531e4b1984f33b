"""gunicorn's settings; every one comes from digitsite.settings."""

import os

from digitsite import settings

# Many workers answer at once: a thread pool of numpy's own would only get in the way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

wsgi_app = "digitsite.wsgi"
bind = f"{settings.HOST}:{settings.PORT}"
worker_class = "gthread"
workers = settings.WEB_CONCURRENCY
threads = settings.THREADS
keepalive = 30
timeout = 30
graceful_timeout = 20  # requests in flight finish before a worker ends
control_socket_disable = True


def post_worker_init(worker):
    """Load the network before the first visitor waits for it."""
    from recognizer.versions.predictor import predictor

    predictor.warm_up()


def when_ready(server):
    server.log.info("digitsite is at http://%s:%s/", settings.HOST, settings.PORT)
