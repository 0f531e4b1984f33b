"""Start what schedules want, once, however often and late the beats tick.

A tick starts nothing of its own: each looks which moments of the last hour are due, and
the row of the job says for which it was started (Job.scheduled_for, unique by kind).
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from celery.schedules import crontab
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from recognizer.jobs.submission import submit
from recognizer.models import Job

log = logging.getLogger(__name__)

LATE = 60  # minutes after which a moment has passed: what it wanted is not started


def start_due(now: datetime | None = None) -> list[Job]:
    """Start the jobs that are due, and that no other tick has started."""
    now = now or timezone.now()
    moments = (
        (kind, newest_moment(crontab.from_string(cron), now))
        for kind, cron in settings.SCHEDULES.items()
    )
    jobs = [start_once(kind, moment) for kind, moment in moments if moment]
    return [job for job in jobs if job]


def newest_moment(cron: crontab, now: datetime) -> datetime | None:
    """The last minute of those that are not too late for which `cron` stands."""
    minute = now.replace(second=0, microsecond=0)
    minutes = (minute - timedelta(minutes=ago) for ago in range(LATE))
    return next((minute for minute in minutes if fits(cron, minute)), None)


def fits(cron: crontab, minute: datetime) -> bool:
    return (
        minute.minute in cron.minute
        and minute.hour in cron.hour
        and minute.day in cron.day_of_month
        and minute.month in cron.month_of_year
        and minute.isoweekday() % 7 in cron.day_of_week
    )


def start_once(kind: str, moment: datetime) -> Job | None:
    """The new job; None where there is one already, or an earlier one goes on."""
    scheduled = Job.objects.filter(kind=kind, scheduled_for__isnull=False)
    if scheduled.filter(scheduled_for__gte=moment).exists():
        return None
    if scheduled.unfinished().exists():
        log.warning("%s of %s waits: the one before has not ended.", kind, moment)
        return None
    try:
        with transaction.atomic():
            return submit(kind, arguments_of(kind), scheduled_for=moment)
    except IntegrityError:
        return None  # another tick came first


def arguments_of(kind: str) -> dict[str, Any]:
    if kind == "forget":
        return {"older_than": settings.PRUNE_OLDER_THAN}
    if kind == "finetune":  # a candidate, which somebody promotes or not
        return {"dry_run": False, "promote": False}
    return {}
