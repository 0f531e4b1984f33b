"""Who may see, start and cancel jobs: whoever may start a kind sees its jobs."""

from __future__ import annotations

from typing import Any

from recognizer.jobs.kind import Kind
from recognizer.jobs.kinds import KINDS
from recognizer.models import Job, JobQuerySet


def may_run(user: Any, kind: Kind) -> bool:
    return user.is_staff and user.has_perm(kind.permission)


def kinds_for(user: Any) -> list[Kind]:
    """The kinds that the user may start."""
    return [kind for kind in KINDS.values() if may_run(user, kind)]


def jobs_shown_to(user: Any) -> JobQuerySet:
    if not user.has_perm("recognizer.view_job"):
        return Job.objects.none()
    return Job.objects.filter(kind__in=[kind.name for kind in kinds_for(user)])
