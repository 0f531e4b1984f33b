"""manage.py drift: how far drawings are from what their version was validated on."""

import math
from argparse import ArgumentParser
from datetime import date, timedelta

from django.core.management.base import BaseCommand

from recognizer.management.arguments import day
from recognizer.monitoring.drift import (
    MEASURES,
    Drift,
    drift_between,
    level,
    measure_newest,
    unusual_since,
    yesterday,
)

DAYS = 90


class Command(BaseCommand):
    help = "Measures drift on full days (UTC) until yesterday, and shows it by version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        earliest = yesterday() - timedelta(days=DAYS - 1)
        parser.add_argument(
            "--since", type=day, default=earliest, help=f"the first day ({earliest})"
        )

    def handle(self, *, since: date, **_) -> None:
        until = yesterday()
        measure_newest(since, until, math.inf)
        by_version: dict[str, list[Drift]] = {}
        for drift in drift_between(since, until):
            by_version.setdefault(drift.version, []).append(drift)
        if not by_version:
            self.stdout.write("Too few drawings on each of these days.")
        for version, drifts in by_version.items():
            self.show(version, drifts)

    def show(self, version: str, drifts: list[Drift]) -> None:
        """A line for each day, and since when a measure is unusual."""
        names = "".join(f"{name:>20}" for name in MEASURES.values())
        self.stdout.write(f"{version}\n{'day':10}{'answers':>9}{names}")
        for drift in drifts:
            cells = "".join(f"{describe(drift, name):>20}" for name in MEASURES)
            self.stdout.write(f"{drift.day}{drift.n:9}{cells}")
        for measure, name in MEASURES.items():
            if since := unusual_since(drifts, measure):
                self.stdout.write(f"{name} of {version}: unusual since {since}.")


def describe(drift: Drift, measure: str) -> str:
    index = drift.indices.get(measure)
    return "" if index is None else f"{index:.2f} {level(index)}"
