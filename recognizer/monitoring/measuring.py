"""How many requests came for what, how long they took, and what memory that takes.

Imported by workers alone: gunicorn's own process would show its memory as 0.
"""

import resource
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from prometheus_client import Gauge, Histogram

from digitsite.addresses import route_of
from digitsite.counters import registry

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
MEMORY_EVERY = 10  # s
PAGE = resource.getpagesize()  # bytes

request_seconds = Histogram(
    "digitsite_request_duration_seconds",
    "How long requests took until their answer began.",
    ["route", "method", "status"],
    buckets=SECONDS,
    registry=registry,
)
worker_memory = Gauge(
    "digitsite_worker_memory_bytes",
    "Resident memory of a worker process.",
    multiprocess_mode="liveall",
    registry=registry,
)


class MeasuringMiddleware:
    """Counts each request by its route and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.memory_noted = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        ended = time.perf_counter()
        method = request.method if request.method in METHODS else "other"
        series = request_seconds.labels(route_of(request), method, response.status_code)
        series.observe(ended - began)
        if ended > self.memory_noted + MEMORY_EVERY:
            self.memory_noted = ended
            note_memory()
        return response


def note_memory() -> None:
    """Note this process's memory, where the system tells it."""
    with suppress(OSError):
        pages = Path("/proc/self/statm").read_text().split()[1]
        worker_memory.set(int(pages) * PAGE)
