"""What each process counts for /metrics.

Under gunicorn the counts stand in files that all workers' are added up from, see
metrics_folder.py; elsewhere in this process's memory.
"""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)

disable_created_metrics()  # a series for when each other series began
registry = CollectorRegistry()

SHARES = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1)

predictions = Counter(
    "digitsite_predictions",
    "Drawings that a version answered; kept is no in live mode.",
    ["version", "answer", "kept"],
    registry=registry,
)
confidence = Histogram(
    "digitsite_prediction_confidence",
    "The answer's probability, by the version that gave it.",
    ["version"],
    buckets=SHARES,
    registry=registry,
)
limits_hit = Counter(
    "digitsite_limits_hit",
    "Requests that were refused because too many had come before.",
    ["limit"],
    registry=registry,
)
database_errors = Counter(
    "digitsite_database_errors",
    "Requests for which the database gave no answer.",
    registry=registry,
)
version_loaded = Gauge(
    "digitsite_version_loaded",
    "How many processes answer with this version.",
    ["version"],
    multiprocess_mode="livesum",
    registry=registry,
)
release_info = Gauge(
    "digitsite_release_info",
    "How many processes are of this release.",
    ["release"],
    multiprocess_mode="livesum",
    registry=registry,
)


def count_prediction(version: str, answer: str, share: float, *, kept: bool) -> None:
    """Count what a version answered; `share` is the answer's probability."""
    predictions.labels(version, answer, "yes" if kept else "no").inc()
    confidence.labels(version).observe(share)
