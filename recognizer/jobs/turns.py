"""Wait for what only one may do at a time, by a command or a job."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from recognizer.jobs.chunk_run import ChunkRun
from recognizer.locks import Busy, HeldLock, only_one

PAUSE = 3.0  # s until it is asked again whether the other has ended


@contextmanager
def alone(run: ChunkRun, name: str) -> Iterator[HeldLock]:
    """Hold the lock, once nobody else does: a process that died has it a while yet."""
    with ExitStack() as stack:
        is_announced = False
        while True:
            run.checkpoint()
            try:
                lock = stack.enter_context(only_one(name))
                break
            except Busy as busy:
                if not is_announced:
                    run.log(f"{busy} This one waits for it.")
                is_announced = True
                time.sleep(PAUSE)
        yield lock
