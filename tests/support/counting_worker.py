"""The real worker's app, which also knows the kind `count`, held up by a gate.

    celery -A tests.support.counting_worker worker

A chunk waits after its first step as long as the file named by GATE is there.
"""

import os
import time
from pathlib import Path

from celery.signals import worker_init

from digitsite.celery_app import app  # noqa: F401  Celery looks for it here

GATE = Path(os.environ["GATE"])


def wait_at_the_gate(run):
    while run.done and GATE.exists():
        run.checkpoint()
        time.sleep(0.02)


@worker_init.connect
def know_how_to_count(**_):
    from recognizer.jobs.kinds import KINDS
    from tests.support.jobs import Counting

    KINDS["count"] = Counting(wait_at_the_gate)
