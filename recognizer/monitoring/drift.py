"""How far a day's drawings and answers are from what their version was validated on."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DateField
from django.db.models.functions import Trunc
from django.utils import timezone

from ml.metrics.stability import stability_index
from recognizer.models import Distribution, Drawing, Source, created_between
from recognizer.monitoring.distributions import LEAST, measure_day

MEASURES = {
    "answer": "Answers",
    "confidence": "Confidence",
    "ink": "Ink",
    "pen": "Pen width",
}
SOME, UNUSUAL = 0.1, 0.25  # from which stability index on


@dataclass(frozen=True)
class Drift:
    """A version's day: how many answers were counted, and each measure's index."""

    version: str
    day: date
    n: int
    indices: dict[str, float]  # of MEASURES; pictures may be unreadable


def drift_between(since: date, until: date, version: str = "") -> list[Drift]:
    """Those of measured days, both ends included, by version and day."""
    rows = Distribution.objects.filter(day__range=(since, until))
    if version:
        rows = rows.filter(version__name=version)
    rows = list(rows.select_related("version").order_by("version__name", "day"))
    kept = Distribution.objects.filter(day=None, version__in={r.version for r in rows})
    references = {row.version_id: row for row in kept}
    return [drift_of(row, references[row.version_id]) for row in rows]


def drift_of(row: Distribution, reference: Distribution) -> Drift:
    indices = {
        name: stability_index(bins["counts"], reference.measures[name]["counts"])
        for name, bins in row.measures.items()
        if sum(bins["counts"]) >= LEAST
    }
    assert row.day is not None
    return Drift(row.version.name, row.day, row.n, indices)


def days_to_measure(since: date, until: date) -> list[date]:
    """The full days with enough drawings that are not measured, the newest first."""
    until = min(until, yesterday())
    day = Trunc("created_at", "day", output_field=DateField())
    drawn = Drawing.objects.filter(created_between(since, until)).exclude(
        source=Source.IMPORT
    )
    counts = drawn.order_by().annotate(day=day).values("day").annotate(n=Count("*"))
    enough = counts.filter(n__gte=LEAST).values_list("day", flat=True)
    measured = Distribution.objects.filter(day__range=(since, until))
    return sorted(set(enough) - set(measured.values_list("day", flat=True)))[::-1]


def measure_newest(since: date, until: date, seconds: float) -> int:
    """Measure days until so long has passed, the newest first.

    Return how many are left.
    """
    days = days_to_measure(since, until)
    end = time.monotonic() + seconds
    while days:
        measure_day(days.pop(0))
        if time.monotonic() >= end:
            break
    return len(days)


def drift_of_yesterday() -> list[Drift]:
    """Measured the first time that it is asked for."""
    day = yesterday()
    measure_newest(day, day, math.inf)
    return drift_between(day, day)


def yesterday() -> date:
    return timezone.now().date() - timedelta(days=1)


def level(index: float) -> str:
    """The index in a word."""
    if index < SOME:
        return "none"
    return "some" if index < UNUSUAL else "unusual"


def unusual_since(days: Sequence[Drift], measure: str) -> date | None:
    """Since when each of a version's measured days, in order, is unusual; or None."""
    since = None
    for drift in days:
        index = drift.indices.get(measure)
        if index is not None:
            since = (since or drift.day) if index >= UNUSUAL else None
    return since
