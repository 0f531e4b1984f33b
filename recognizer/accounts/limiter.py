"""Where requests are counted: in Redis if there is one, else in this process."""

import logging
import threading
import time
from collections.abc import Sequence
from typing import Protocol

from recognizer.accounts.process_counts import ProcessCounts
from recognizer.accounts.rates import Count, NotCounted, Rate

log = logging.getLogger(__name__)

PAUSE = 1.0  # seconds between two tries to reach Redis again
PROBE = ["probe"], Rate(1_000_000, 1), 1


class Counts(Protocol):
    def add(self, clients: Sequence[str], rate: Rate, cost: int) -> Count: ...


class Limiter:
    """Counts requests by whatever answers: none of them fails or waits for Redis."""

    def __init__(self, cache_url: str) -> None:
        self._own: Counts = ProcessCounts()
        self._shared = connect(cache_url) if cache_url else self._own
        self._is_away = False
        self._lock = threading.Lock()

    def add(self, clients: Sequence[str], rate: Rate, cost: int = 1) -> Count:
        """Count a request for each of these if the rate allows it for all of them."""
        if not self._is_away:
            try:
                return self._shared.add(clients, rate, cost)
            except NotCounted as error:
                self._lose(error)
        return self._own.add(clients, rate, cost)

    def _lose(self, error: Exception) -> None:
        """From now on count here, and let a thread, not a request, wait for Redis."""
        with self._lock:
            if self._is_away:
                return
            self._is_away = True
        log.error("CACHE_URL does not answer; each worker counts alone: %s", error)
        threading.Thread(target=self._wait_for_it, daemon=True).start()

    def _wait_for_it(self) -> None:
        while self._is_away:
            time.sleep(PAUSE)
            try:
                self._shared.add(*PROBE)
                self._is_away = False
            except NotCounted:
                continue
        log.info("CACHE_URL answers again; all workers count together.")


def connect(cache_url: str) -> Counts:
    """Import Redis's client only where there is one: it takes a third of a second."""
    from recognizer.accounts.shared_counts import SharedCounts

    return SharedCounts(cache_url)
