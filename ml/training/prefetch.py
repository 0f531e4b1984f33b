"""Prepare batches in a thread while the step before them is computed."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

Batch = TypeVar("Batch")


def prefetch(
    make: Callable[[int], Batch], steps: range, depth: int = 8
) -> Iterator[Batch]:
    """Yield make(step) for each step; at most `depth` wait to be used.

    An error of `make` is raised here. The thread ends when the iterator is closed.
    """
    ready: queue.Queue = queue.Queue(depth)
    closed = threading.Event()
    threading.Thread(
        target=_fill, args=(ready, make, steps, closed), daemon=True
    ).start()
    try:
        for _ in steps:
            batch = ready.get()
            if isinstance(batch, BaseException):
                raise batch
            yield batch
    finally:
        closed.set()


def _fill(
    ready: queue.Queue,
    make: Callable[[int], Batch],
    steps: range,
    closed: threading.Event,
) -> None:
    for step in steps:
        try:
            batch = make(step)
        except BaseException as error:  # raised again where the batch is used
            batch = error
        _put(ready, batch, closed)
        if closed.is_set() or isinstance(batch, BaseException):
            return


def _put(ready: queue.Queue, batch: object, closed: threading.Event) -> None:
    """Wait for a free place, unless nobody will ever make one."""
    while not closed.is_set():
        try:
            ready.put(batch, timeout=0.2)
            return
        except queue.Full:
            continue
