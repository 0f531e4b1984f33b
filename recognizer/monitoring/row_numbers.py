"""Numbers that the database knows, for /metrics."""

import logging
import math
import threading
import time
from collections.abc import Iterable
from datetime import timedelta

from django.db import Error as DatabaseError
from django.db.models import Count, Max
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from digitsite.counters import database_errors
from recognizer.formatting import digit_name
from recognizer.models import CLAIM_IS_ANSWER, Backup, Digit, Drawing, Promotion
from recognizer.models.values import is_any_number
from recognizer.monitoring.drift import drift_of_yesterday
from recognizer.monitoring.job_numbers import ask_about_jobs

log = logging.getLogger(__name__)

KEPT_FOR = 15  # s: however often it is scraped, the database is asked no more often
PAUSE = 60  # times as long as asking took: counting millions has a part of a core
DAY = timedelta(days=1)


class RowNumbers(Collector):
    """Asks one statement for each metric; threads share what it was answered."""

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Ask anew at the next look."""
        self._kept_until = -math.inf
        self._metrics: list[Metric] = []

    def collect(self) -> Iterable[Metric]:
        """The metrics; none of them while the database does not answer."""
        with self._asking:
            began = time.monotonic()
            if began >= self._kept_until:
                self._metrics = ask_database()
                ended = time.monotonic()
                took = ended - began if self._metrics else 0  # soon again after none
                self._kept_until = ended + max(KEPT_FOR, PAUSE * took)
            return self._metrics


def ask_database() -> list[Metric]:
    try:
        return [
            waiting(),
            labelled(),
            claimed(),
            promotions(),
            drift(),
            *ask_about_jobs(),
            last_backup(),
        ]
    except DatabaseError as error:
        database_errors.inc()
        log.error("The database does not answer: %s", error)
        return []


def waiting() -> Metric:
    metric = GaugeMetricFamily(
        "digitsite_waiting_drawings",
        "Drawings that wait for review, by the reason.",
        labels=["reason"],
    )
    for reason, n in Drawing.objects.count_waiting().items():
        metric.add_metric([reason.name.lower()], n)
    return metric


def labelled() -> Metric:
    drawings = Drawing.objects.filter(label__isnull=False).order_by()
    counts = dict(drawings.values_list("label").annotate(n=Count("*")))
    # Apart, by the small index of numbers: that of all labels does not have them.
    numbers = Drawing.objects.filter(is_any_number("label", "label_number")).count()
    counts[Digit.NOT_A_DIGIT] = counts.get(Digit.NOT_A_DIGIT, 0) - numbers
    metric = GaugeMetricFamily(
        "digitsite_labelled_drawings",
        "Drawings with a label, by the label.",
        labels=["label"],
    )
    for digit in Digit:
        metric.add_metric([digit_name(digit)], counts.get(digit, 0))
    metric.add_metric(["number"], numbers)
    return metric


def claimed() -> Metric:
    recent = Drawing.objects.filter(created_at__gte=timezone.now() - DAY)
    claimed = recent.filter(claim__isnull=False).order_by().with_answer()
    counts = claimed.aggregate(all=Count("pk"), agreeing=Count("pk", CLAIM_IS_ANSWER))
    metric = GaugeMetricFamily(
        "digitsite_claimed_drawings",
        "Drawings of the last 24 hours with a claim, by whether it is the answer.",
        labels=["agrees"],
    )
    metric.add_metric(["yes"], counts["agreeing"])
    metric.add_metric(["no"], counts["all"] - counts["agreeing"])
    return metric


def promotions() -> Metric:
    return GaugeMetricFamily(
        "digitsite_promotions",
        "Promotions of a version, rollbacks included.",
        value=Promotion.objects.count(),
    )


def last_backup() -> Metric:
    """No number where none was made: an alert asks for absence, too."""
    metric = GaugeMetricFamily(
        "digitsite_last_backup_timestamp_seconds",
        "When the last backup that is whole was begun.",
    )
    if at := Backup.objects.aggregate(at=Max("made_at"))["at"]:
        metric.add_metric([], at.timestamp())
    return metric


def drift() -> Metric:
    metric = GaugeMetricFamily(
        "digitsite_drift_index",
        "Population stability index of yesterday (UTC) against the validation.",
        labels=["version", "measure"],
    )
    for drift in drift_of_yesterday():
        for measure, index in drift.indices.items():
            metric.add_metric([drift.version, measure], index)
    return metric
