"""Requests that name themselves, so that a program may send them twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from recognizer.models.drawings import Drawing

KEPT_FOR = timedelta(days=1)
# Else whoever answered it is gone. If not, its drawings are kept once all the same.
ANSWERED_WITHIN = timedelta(seconds=15)


class IdempotentRequestQuerySet(models.QuerySet):
    def expired(self) -> Self:
        return self.filter(began_at__lt=timezone.now() - KEPT_FOR)


class IdempotentRequest(models.Model):
    """A request with an Idempotency-Key, and its answer once there is one."""

    name = models.CharField(
        max_length=64, unique=True, help_text="A hash of its key and of who sent it."
    )
    content = models.CharField(max_length=32, help_text="A hash of what it asks.")
    owner = models.CharField(max_length=64, help_text="Whose its drawings become.")
    began_at = models.DateTimeField(default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField(
        null=True, help_text="Of its answer; empty while it is being answered."
    )
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    drawings = models.ManyToManyField(
        Drawing, help_text="Which drawings the answer tells of."
    )

    objects = IdempotentRequestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Request {self.pk}, {self.status or 'being answered'}"

    @property
    def is_answered(self) -> bool:
        return self.status is not None

    @property
    def is_given_up(self) -> bool:
        """Whether the process that answered it has died.

        One that began later than now did before the clock was set back.
        """
        return abs(timezone.now() - self.began_at) > ANSWERED_WITHIN
