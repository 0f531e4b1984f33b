"""Jobs for all cores; their results come in order, in bounded memory."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

AHEAD = 3  # jobs for each process, under way or waiting: so that none is idle

Worker = Callable[[Any], Any]  # a job -> its result


def work(
    make_worker: Callable[[], Worker], jobs: Iterable, workers: int | None = None
) -> Iterator:
    """Yield each job's result, in order.

    `make_worker` is called once in each of `workers` processes (None: one a core; 1:
    this one). Jobs are taken as they are needed. An exception, Ctrl-C too, gives up the
    jobs that wait.
    """
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        yield from map(make_worker(), jobs)
        return
    # spawn: a fork would copy the interpreter's threads' locks, held or not.
    with ProcessPoolExecutor(
        workers, get_context("spawn"), _start, (make_worker,)
    ) as pool:
        try:
            yield from _in_order(pool, jobs, AHEAD * workers)
        finally:
            pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, jobs: Iterable, most: int) -> Iterator:
    """Like the pool's own map, which would take all jobs at once."""
    futures: deque[Future] = deque()
    for job in jobs:
        futures.append(_submit(pool, job))
        if len(futures) >= most:
            yield futures.popleft().result()
    while futures:
        yield futures.popleft().result()


def _submit(pool: ProcessPoolExecutor, job: Any) -> Future:
    """Give the pool a job.

    A process that it starts for it inherits that Ctrl-C is held back: that is for who
    gave the jobs, from the process's first moment on.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_work, job)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_worker: Worker | None = None  # this process's own


def _start(make_worker: Callable[[], Worker]) -> None:
    global _worker
    _worker = make_worker()


def _work(job):
    assert _worker
    return _worker(job)
