"""A chunk that this worker does: what it may write, and when it has to stop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from recognizer.jobs.beat import Beat
from recognizer.jobs.chunks import hold, storable, transaction_with_locks
from recognizer.models import Job, JobChunk, JobLine


class Progress:
    """What a step adds to its chunk."""

    def __init__(self) -> None:
        self.done, self.counts = 0, dict[str, int]()

    def add(self, done: int = 0, **counts: int) -> None:
        self.done += done
        add_counts(self.counts, counts)


class ChunkRun:
    """What a kind is given to do a chunk with."""

    def __init__(self, chunk: JobChunk, beat: Beat | None = None):
        self._chunk, self._beat = chunk, beat

    @property
    def job(self) -> Job:
        return self._chunk.job

    @property
    def arguments(self) -> dict[str, Any]:
        """The chunk's own; the job's are run.job.arguments."""
        return self._chunk.arguments

    @property
    def number(self) -> int:
        return self._chunk.number

    @property
    def size(self) -> int:
        return self._chunk.size

    @property
    def done(self) -> int:
        """Of the chunk's size; an earlier worker may have begun."""
        return self._chunk.done

    @property
    def counts(self) -> dict[str, int]:
        return self._chunk.counts

    @contextmanager
    def step(self) -> Iterator[Progress]:
        """A transaction in which the chunk is ours; Progress is written with it.

        Compute before: on SQLite nobody else writes meanwhile. Raises Stopped where
        another worker has taken the chunk, or the job has ended.
        """
        self.checkpoint()
        progress = Progress()
        with transaction_with_locks():
            row = hold(self._chunk)
            yield progress
            row.done += progress.done
            add_counts(row.counts, progress.counts)
            row.save(update_fields=["done", "counts"])
        self._chunk.done, self._chunk.counts = row.done, row.counts

    def checkpoint(self) -> None:
        """Raise Stopped where it is no use to go on."""
        if self._beat:
            self._beat.check()

    def log(self, *lines: str) -> None:
        rows = [JobLine(job=self.job, text=storable(line)) for line in lines]
        JobLine.objects.bulk_create(rows)


def add_counts(counts: dict[str, int], more: dict[str, int]) -> None:
    for name, number in more.items():
        counts[name] = counts.get(name, 0) + number
