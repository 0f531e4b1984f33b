"""Celery's worker, with what it would ask of the command line."""

import warnings
from typing import Any

from celery.apps import worker
from celery.platforms import SecurityWarning


class Worker(worker.Worker):
    """Talks with the broker alone, not with other workers, and starts without a banner.

    Which workers live stands in the database (recognizer/jobs/sweeper.py).
    """

    def __init__(self, **options: Any) -> None:
        # Messages are JSON, which runs nobody's code: root's worker is as safe as its
        # web server, which says nothing either.
        warnings.simplefilter("ignore", SecurityWarning)
        options |= {
            "without_gossip": True,
            "without_mingle": True,
            "without_heartbeat": True,
            "quiet": True,
        }
        super().__init__(**options)
