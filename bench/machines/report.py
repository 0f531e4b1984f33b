"""What happened between two events: to the visitors, and to the job."""

import json
import threading
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Sum

from bench.machines.visitors import KEPT

COLUMNS = (
    "what happens",
    "drawings posted",
    "requests that failed",
    "longest wait of a visitor",
    "rescored a second",
    "longest standstill",
    "chunks lost, failed",
    "and then",
)
HEAD = f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|"


@dataclass
class Event:
    """Something that is done to the site, and what came of it."""

    name: str
    at: float
    then: str = ""


class Progress(threading.Thread):
    """Notes how much of the job is done, twice a second."""

    def __init__(self, job_id):
        super().__init__(daemon=True)
        self.job_id, self.samples, self.over = job_id, [], threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.5):
            try:
                self.samples.append((time.time(), *self.ask()))
            except (DatabaseError, InterfaceError):
                connection.close()
        connection.close()

    def ask(self) -> tuple[int, int, int]:
        from recognizer.models import JobChunk

        chunks = JobChunk.objects.filter(job=self.job_id)
        sums = [Sum(name, default=0) for name in ("done", "losses", "failures")]
        return tuple(chunks.aggregate(*sums).values())

    def between(self, start: float, end: float) -> tuple[float, float, str]:
        """Drawings a second, the longest time without one, chunks lost and failed."""
        samples = [sample for sample in self.samples if start <= sample[0] < end]
        if not samples:
            return 0, end - start, "?"
        times = [start]
        times += [now[0] for last, now in pairwise(samples) if now[1] > last[1]]
        gaps = [now - last for last, now in pairwise([*times, end])]
        done, lost, failed = (samples[-1][i] - samples[0][i] for i in (1, 2, 3))
        return done / (end - start), max(gaps), f"{lost}, {failed}"


def requests(report: Path) -> list[list]:
    return [json.loads(line) for line in report.read_text().splitlines()]


def row(event: Event, end: float, posts: list[list], progress: Progress) -> str:
    """The event's line of the table."""
    within = [post for post in posts if event.at <= post[0] < end]
    kept = {post[3] for post in within if post[2] in KEPT}
    failed = [post for post in within if post[2] not in KEPT]
    begun: dict[str, float] = {}
    waits = [0.0]
    for began, took, status, drawn, *_ in within:
        first = begun.setdefault(drawn, began)
        if status in KEPT:
            waits.append(began + took - first)
    rate, standstill, lost = progress.between(event.at, end)
    return (
        f"| {event.name} | {len(kept):,} | {len(failed)} | {max(waits):.1f} s "
        f"| {rate:.0f} | {standstill:.1f} s | {lost} | {event.then} |"
    )
