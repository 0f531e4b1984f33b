"""Numbers of jobs and their workers, for /metrics."""

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from recognizer.models import (
    UNFINISHED,
    ChunkState,
    Job,
    JobChunk,
    JobState,
    JobWorker,
    Queue,
)

DAY = timedelta(days=1)


def ask_about_jobs() -> list[Metric]:
    return [jobs(), oldest_job(), silent_job(), failed_chunks(), workers()]


def jobs() -> Metric:
    """Failed ones by when they ended: an alert on them ends by itself."""
    recent = Q(finished_at__gte=timezone.now() - DAY, state=JobState.FAILED)
    rows = Job.objects.filter(Q(state__in=UNFINISHED) | recent).order_by()
    counts = rows.values_list("kind", "state").annotate(n=Count("*"))
    metric = GaugeMetricFamily(
        "digitsite_jobs",
        "Jobs that wait, run, or failed in the last 24 hours.",
        labels=["kind", "state"],
    )
    for kind, state, n in counts:
        metric.add_metric([kind, state], n)
    return metric


def oldest_job() -> Metric:
    """0 where none waits."""
    waiting = Job.objects.filter(state=JobState.WAITING)
    return GaugeMetricFamily(
        "digitsite_oldest_waiting_job_seconds",
        "How long the oldest job has waited that no worker has begun.",
        value=seconds_since(waiting.aggregate(at=Min("created_at"))["at"]),
    )


def silent_job() -> Metric:
    """0 where none runs. A worker that does a chunk gives a sign each few seconds."""
    running = Job.objects.filter(state=JobState.RUNNING).order_by()
    signs = running.annotate(sign=Coalesce(Max("chunks__beat_at"), "started_at"))
    return GaugeMetricFamily(
        "digitsite_silent_job_seconds",
        "The longest that a running job has been without a sign of life of a worker.",
        value=seconds_since(signs.aggregate(at=Min("sign"))["at"]),
    )


def seconds_since(moment: datetime | None) -> float:
    return max((timezone.now() - moment).total_seconds(), 0) if moment else 0


def failed_chunks() -> Metric:
    """What raised each time it was tried, not what a job was refused for."""
    failed = JobChunk.objects.filter(state=ChunkState.FAILED, failures__gt=0)
    recent = failed.filter(
        job__state=JobState.FAILED, job__finished_at__gte=timezone.now() - DAY
    )
    return GaugeMetricFamily(
        "digitsite_failed_chunks",
        "Chunks of jobs that failed for good, in jobs that ended in the last 24 hours.",
        value=recent.count(),
    )


def workers() -> Metric:
    alive = JobWorker.objects.alive().values_list("queues", flat=True)
    counts = Counter(queue for queues in alive for queue in queues)
    metric = GaugeMetricFamily(
        "digitsite_job_workers",
        "Workers that live, by the queue of which they take jobs.",
        labels=["queue"],
    )
    for queue in Queue:
        metric.add_metric([queue], counts[queue])
    return metric
