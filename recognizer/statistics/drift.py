"""Drift as the page shows it: for each version a chart a measure, and a table."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.utils.formats import date_format

from recognizer.monitoring.drift import (
    MEASURES,
    SOME,
    UNUSUAL,
    Drift,
    drift_between,
    level,
    measure_newest,
    unusual_since,
)
from recognizer.statistics import plots
from recognizer.statistics.scope import Scope

SECONDS = 3.0  # that one look at the page spends on measuring


def drift_context(scope: Scope) -> dict:
    unmeasured = measure_newest(scope.since, scope.until, SECONDS)
    rows = drift_between(scope.since, scope.until, scope.version)
    versions = [
        version_context(version, list(days))
        for version, days in groupby(rows, key=lambda drift: drift.version)
    ]
    return {
        "versions": versions,
        "unmeasured": unmeasured,
        "names": list(MEASURES.values()),
        "some": SOME,
        "unusual": UNUSUAL,
    }


def version_context(version: str, days: Sequence[Drift]) -> dict:
    return {
        "name": version,
        "charts": [chart(version, days, measure) for measure in MEASURES],
        "rows": [
            (drift.day, drift.n, [cell(drift, measure) for measure in MEASURES])
            for drift in reversed(days)
        ],
    }


def chart(version: str, days: Sequence[Drift], measure: str) -> dict:
    name, since = MEASURES[measure], unusual_since(days, measure)
    shown = [
        (date_format(drift.day, "j M"), drift.indices[measure])
        for drift in days
        if measure in drift.indices
    ]
    label = f"{name} of {version} by day: {describe(since)}; the table has the values."
    plot = plots.levels(shown, (SOME, UNUSUAL), label)
    return {"name": name, "since": since, "plot": plot}


def describe(since: date | None) -> str:
    return f"unusual since {date_format(since)}" if since else "not unusual now"


def cell(drift: Drift, measure: str) -> tuple[float | None, str]:
    """The index and what it is called; None where pictures could not be read."""
    index = drift.indices.get(measure)
    return index, "" if index is None else level(index)
