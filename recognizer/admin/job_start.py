"""The pages that start a job: the form of its kind, and what it would do first."""

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from recognizer.jobs.kind import BadArguments, Kind
from recognizer.jobs.kinds import KINDS
from recognizer.jobs.permissions import may_run
from recognizer.jobs.submission import submit
from recognizer.staff import StaffRequest


class WhyForm(forms.Form):
    why = forms.CharField(
        required=False, max_length=500, help_text="Kept with the job; may be empty."
    )


def start_page(
    request: StaffRequest, name: str, *, model_admin: ModelAdmin
) -> HttpResponse:
    kind = kind_to_start(request, name)
    form, why = forms_of(request, kind)
    preview = ""
    if request.method == "POST" and form.is_valid() and why.is_valid():
        if "confirmed" not in request.POST:
            preview = kind.preview(form.cleaned_data)
        if not preview:
            return start(request, kind, why.cleaned_data["why"])
    context = {
        **model_admin.admin_site.each_context(request),
        "title": kind.title,
        "opts": model_admin.opts,
        "kind": kind,
        "form": form,
        "why": why,
        "preview": preview,
    }
    return TemplateResponse(request, "admin/recognizer/job/start.html", context)


def kind_to_start(request: HttpRequest, name: str) -> Kind:
    """Raises Http404 or PermissionDenied."""
    if name not in KINDS:
        raise Http404
    if not may_run(request.user, KINDS[name]):
        raise PermissionDenied
    return KINDS[name]


def forms_of(request: HttpRequest, kind: Kind) -> tuple[forms.Form, forms.Form]:
    """The kind's own, and the reason; a link may fill in some fields."""
    if request.method == "POST":
        return kind.form(request.POST), WhyForm(request.POST)
    return kind.form(initial=request.GET.dict()), WhyForm()


def start(request: StaffRequest, kind: Kind, why: str) -> HttpResponse:
    try:
        job = submit(kind.name, request.POST, by=request.user, why=why)
    except BadArguments as error:
        messages.error(request, str(error))
        return redirect("admin:recognizer_job_start", kind.name)
    return redirect("admin:recognizer_job_change", job.pk)
