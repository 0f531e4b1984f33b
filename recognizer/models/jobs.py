"""Jobs: work that outlasts a request, cut into chunks that workers take.

These rows are the truth; a message of the queue only wakes a worker.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from recognizer.models.versions import ModelVersion


class JobState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (JobState.WAITING, JobState.RUNNING)


class Queue(models.TextChoices):
    """Which workers can do it."""

    SERVE = "serve", "Any worker"
    TRAIN = "train", "Workers that have TensorFlow"


class Phase(models.IntegerChoices):
    """A job's chunks are done phase by phase."""

    PLAN = 0
    WORK = 1
    FINISH = 2


class ChunkState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobQuerySet(models.QuerySet):
    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def with_free_chunks(self) -> Self:
        """Those of which a worker could take a chunk now."""
        chunks = JobChunk.objects.free().filter(
            job=OuterRef("pk"), phase=OuterRef("phase")
        )
        return self.unfinished().filter(Exists(chunks))


class Job(models.Model):
    """Work that somebody, or a schedule, has asked for, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    queue = models.CharField(max_length=10, choices=Queue)
    arguments = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who asked for it; empty: a schedule.",
    )
    why = models.CharField(max_length=500, blank=True)
    state = models.CharField(
        max_length=10, choices=JobState, default=JobState.WAITING, db_index=True
    )
    phase = models.PositiveSmallIntegerField(choices=Phase, default=Phase.PLAN)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    sentence = models.TextField(blank=True, help_text="What came of it, in words.")
    counts = models.JSONField(default=dict, help_text="What came of it, in numbers.")
    version = models.ForeignKey(
        ModelVersion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="jobs",
        help_text="The version that it made or asked.",
    )
    again_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="runs_again",
        help_text="The job that this one repeats.",
    )
    scheduled_for = models.DateTimeField(
        null=True, blank=True, help_text="When a schedule wanted it to start."
    )
    is_news = models.BooleanField(
        default=True,
        db_default=True,
        help_text="Whoever asked has not looked since it ended.",
    )

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        default_permissions = ("view",)
        permissions = tuple(
            (f"run_{kind}", f"Can start and cancel jobs of the kind {kind}")
            for kind in (
                "finetune",
                "rescore",
                "export",
                "import",
                "evaluate",
                "forget",
                "label_doctor",
                "statistics",
                "backup",
            )
        )
        constraints = (
            # Two schedulers do not start a thing twice.
            models.UniqueConstraint(
                fields=("kind", "scheduled_for"), name="scheduled_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {str(self.pk)[:8]}"

    @property
    def is_finished(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def took(self) -> timedelta | None:
        """From its beginning to its end, or until now."""
        if not self.started_at:
            return None
        return (self.finished_at or timezone.now()) - self.started_at


class JobChunkQuerySet(models.QuerySet):
    def unfinished(self) -> Self:
        return self.filter(state__in=(ChunkState.WAITING, ChunkState.RUNNING))

    def free(self) -> Self:
        """Those that wait, and those whose worker gave no sign of life for the lease.

        By the database's clock: those of the machines may differ. A sign of life later
        than now is from before that clock was set back.
        """
        lease = Now() - settings.JOB_LEASE, Now() + settings.JOB_LEASE
        lost = Q(state=ChunkState.RUNNING) & ~Q(beat_at__range=lease)
        return self.filter(Q(state=ChunkState.WAITING) | lost)


class JobChunk(models.Model):
    """A part of a job, which one worker does at a time."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    phase = models.PositiveSmallIntegerField(choices=Phase)
    arguments = models.JSONField(default=dict)
    size = models.PositiveIntegerField(default=0, help_text="In the kind's units.")
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=ChunkState, default=ChunkState.WAITING
    )
    fence = models.PositiveIntegerField(
        default=0, help_text="How often it was taken; who took it last may write."
    )
    failures = models.PositiveSmallIntegerField(default=0)
    losses = models.PositiveSmallIntegerField(
        default=0, help_text="How often its worker was gone without a word."
    )
    worker = models.CharField(max_length=200, blank=True)
    beat_at = models.DateTimeField(null=True, help_text="Its worker's last life sign.")
    error = models.TextField(blank=True)

    objects = JobChunkQuerySet.as_manager()

    class Meta:
        ordering = ("job", "number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("job", "number"), name="chunk_number"),
        )
        indexes = (
            models.Index(
                fields=("job", "phase", "number"),
                condition=Q(state__in=("waiting", "running")),
                name="chunk_to_do",
            ),
        )

    def __str__(self) -> str:
        return f"{self.job}, chunk {self.number}"


class JobLine(models.Model):
    """A line of a job's log."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="lines")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()

    class Meta:
        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.text


class JobWorkerQuerySet(models.QuerySet):
    def alive(self) -> Self:
        """Those that gave a sign of life within the lease, by the database's clock."""
        return self.filter(seen_at__gte=Now() - settings.JOB_LEASE)


class JobWorker(models.Model):
    """A worker that was there at `seen_at`, and what it can do."""

    name = models.CharField(max_length=200, unique=True)
    queues = models.JSONField(default=list)
    has_tensorflow = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    objects = JobWorkerQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
