"""What each client has asked lately, counted in this process."""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence

from recognizer.accounts.rates import Count, Rate

SWEEP_SECONDS = 60  # between two looks for clients that ask nothing any more


class ProcessCounts:
    """The times of what was allowed, by client.

    A log rather than counters, so that no stretch of time has more than the rate: two
    fixed windows let twice as much pass at their border.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: defaultdict[tuple[str, Rate], deque[float]] = defaultdict(deque)
        self._next_sweep = clock() + SWEEP_SECONDS
        self._lock = threading.Lock()

    def add(self, clients: Sequence[str], rate: Rate, cost: int) -> Count:
        """Count a request for each of these if the rate allows it for all of them."""
        with self._lock:
            now = self._clock()
            if now >= self._next_sweep:
                self._sweep(now)
            logs = [self._recent(client, rate, now) for client in clients]
            wait = max(seconds_until_free(log, rate, cost, now) for log in logs)
            if not wait:
                for log in logs:
                    log.extend([now] * cost)
            fullest = max(logs, key=len)
            reset = fullest[0] + rate.seconds - now if fullest else 0
            return Count(not wait, rate.limit, rate.limit - len(fullest), reset, wait)

    def _recent(self, client: str, rate: Rate, now: float) -> deque[float]:
        times = self._times[client, rate]
        while times and times[0] <= now - rate.seconds:
            times.popleft()
        return times

    def _sweep(self, now: float) -> None:
        """Drop the logs in which nothing counts any more."""
        for (client, rate), times in list(self._times.items()):
            if not times or times[-1] <= now - rate.seconds:
                del self._times[client, rate]
        self._next_sweep = now + SWEEP_SECONDS


def seconds_until_free(
    times: Sequence[float], rate: Rate, cost: int, now: float
) -> float:
    """How long until so much more is allowed; of more than the rate, one window."""
    if cost > rate.limit:
        return rate.seconds
    too_many = len(times) + cost - rate.limit
    return times[too_many - 1] + rate.seconds - now if too_many > 0 else 0
