"""Statistics: measure the days that their page would else measure when it is opened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import added_counts
from recognizer.jobs.kind import Kind, Outcome, Part
from recognizer.models import JobChunk
from recognizer.monitoring.distributions import measure_day
from recognizer.monitoring.drift import days_to_measure, yesterday
from recognizer.statistics.page import DAYS


class Statistics(Kind):
    name, title, form = "statistics", "Measure drift", forms.Form
    unit = "days"

    def describe(self, arguments: dict[str, Any]) -> str:
        return f"Measure drift on the last {DAYS} days"

    def plan(self, run: ChunkRun) -> list[Part]:
        until = yesterday()
        days = days_to_measure(until - timedelta(days=DAYS - 1), until)
        return [Part({"day": day.isoformat()}, 1) for day in days]

    def run(self, run: ChunkRun) -> None:
        """What somebody else has measured meanwhile stays."""
        measure_day(date.fromisoformat(run.arguments["day"]))
        with run.step() as progress:
            progress.add(done=1 - run.done, days=1 - run.done)

    def finish(self, run: ChunkRun, chunks: QuerySet[JobChunk]) -> Outcome:
        days = added_counts(run.job).get("days", 0)
        return Outcome(f"{days:,} day{'s' * (days != 1)} measured.")
