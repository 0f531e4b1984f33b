"""Which jobs somebody may start, and what the index tells of those that there are."""

from datetime import timedelta
from typing import Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils import timezone

from recognizer.formatting import duration, whole
from recognizer.jobs.kinds import KINDS, kind_named
from recognizer.jobs.permissions import jobs_shown_to, kinds_for
from recognizer.jobs.progress import progress_of
from recognizer.models import Job

MOST = 5  # of each
RECENT = timedelta(days=7)  # what ended before is no news

register = template.Library()


class StartLink(NamedTuple):
    title: str
    url: str


class Told(NamedTuple):
    """A job, what it does, and how far it is or what came of it."""

    job: Job
    words: str
    state: str


@register.simple_tag
def start_links(user: Any, names: str = " ".join(KINDS)) -> list[StartLink]:
    """Where the user may start jobs of these kinds; there are spaces between them."""
    return [
        StartLink(kind.title, reverse("admin:recognizer_job_start", args=[kind.name]))
        for kind in kinds_for(user)
        if kind.name in names.split()
    ]


@register.simple_tag
def unfinished_jobs(user: Any) -> list[Told]:
    jobs = jobs_shown_to(user).unfinished().order_by("created_at")[:MOST]
    return [Told(job, describe(job), how_far(job)) for job in jobs]


@register.simple_tag
def ended_jobs(user: Any) -> list[Told]:
    """The user's own that ended since they last looked at them."""
    recent = timezone.now() - RECENT
    jobs = jobs_shown_to(user).filter(by=user, is_news=True, finished_at__gte=recent)
    newest = jobs.order_by("-finished_at")[:MOST]
    return [Told(job, describe(job), job.sentence) for job in newest]


def describe(job: Job) -> str:
    return kind_named(job.kind).description(job)


def how_far(job: Job) -> str:
    """The state in words, with its share and the time left where they are known."""
    progress = progress_of(job)
    words = str(job.get_state_display()).lower()
    if progress.of:
        words += f", {whole(progress.share)}"
    if progress.seconds_left:
        words += f", {time_left(progress.seconds_left)} left"
    return words


@register.filter
def time_left(seconds: int) -> str:
    return duration(timedelta(seconds=seconds))


@register.filter
def in_words(name: str) -> str:
    """A count's name as people write it."""
    return name.replace("_", " ")
