"""A job's page, which follows it live, and what its buttons do."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from recognizer.jobs.kind import BadArguments, as_sent
from recognizer.jobs.kinds import kind_named
from recognizer.jobs.permissions import jobs_shown_to
from recognizer.jobs.submission import cancel, run_again
from recognizer.jobs.summary import last_lines, summarize
from recognizer.models import Job, JobState
from recognizer.staff import StaffRequest

# Each in a template of its name.
PARTS = ("state", "progress", "outcome", "actions", "chunks")
PAGE = "admin:recognizer_job_change"


def find_job(request: StaffRequest, pk: UUID | str) -> Job:
    """Raises Http404 where the user is not shown it."""
    jobs = jobs_shown_to(request.user).select_related("by", "version", "again_of")
    return get_object_or_404(jobs, pk=pk)


def job_page(
    request: StaffRequest, job: Job, *, model_admin: ModelAdmin
) -> HttpResponse:
    note_look(request, job)
    lines = last_lines(job)
    context = {
        **model_admin.admin_site.each_context(request),
        **job_context(job),
        "title": kind_named(job.kind).title,
        "opts": model_admin.opts,
        "lines": lines,
        "last_line": lines[-1]["pk"] if lines else 0,
        "follow": reverse("admin:recognizer_job_follow", args=[job.pk]),
    }
    return TemplateResponse(request, "admin/recognizer/job/page.html", context)


@conditional_page
@cache_control(private=True, no_cache=True)
def follow(request: StaffRequest, pk: UUID, *, model_admin: ModelAdmin) -> HttpResponse:
    """The page's parts as they are now, and the lines of the log after `after`."""
    job = find_job(request, pk)
    note_look(request, job)
    after = request.GET.get("after", "")
    is_line = after.isdecimal() and len(after) < 16
    lines = last_lines(job, int(after) if is_line else 0)
    context = {**job_context(job), "lines": lines}
    html = {name: render(request, name, context) for name in (*PARTS, "lines")}
    return JsonResponse(
        {
            "lines": html.pop("lines"),
            "parts": html,
            "last_line": lines[-1]["pk"] if lines else None,
            "has_ended": job.is_finished,
        }
    )


def job_context(job: Job) -> dict[str, Any]:
    kind = kind_named(job.kind)
    return {
        "job": job,
        "shown": summarize(job),
        "outcome_template": kind.outcome_template,
        "outcome": kind.outcome_of(job) if job.state == JobState.DONE else None,
    }


def render(request: StaffRequest, part: str, context: dict[str, Any]) -> str:
    return render_to_string(f"admin/recognizer/job/{part}.html", context, request)


def note_look(request: StaffRequest, job: Job) -> None:
    """What whoever asked has seen is no news on the index any more."""
    if job.is_finished and job.is_news and job.by_id == request.user.pk:
        Job.objects.filter(pk=job.pk).update(is_news=False)


def cancel_job(
    request: StaffRequest, pk: UUID, *, model_admin: ModelAdmin
) -> HttpResponse:
    job = find_job(request, pk)
    if not cancel(job, by=request.user.get_username()):
        messages.warning(request, "It had ended already.")
    return redirect(PAGE, job.pk)


def start_again(
    request: StaffRequest, pk: UUID, *, model_admin: ModelAdmin
) -> HttpResponse:
    job = find_job(request, pk)
    kind = kind_named(job.kind)
    try:
        if kind.preview(kind.values(job.arguments)):
            return redirect(filled_in(job))  # which asks before it starts
        return redirect(PAGE, run_again(job, by=request.user).pk)
    except BadArguments as error:
        messages.error(request, f"It cannot be run again: {error}")
        return redirect(PAGE, job.pk)


def filled_in(job: Job) -> str:
    """The form that starts such a job, with the same arguments."""
    start = "admin:recognizer_job_start"
    return reverse(start, args=[job.kind], query=as_sent(job.arguments))
