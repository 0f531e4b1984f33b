"""The jobs: their list; the pages that follow and start one are linked from it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from recognizer.admin.display import ReadOnly
from recognizer.admin.filters import CheckedAdmin
from recognizer.admin.job_files import download_file
from recognizer.admin.job_pages import cancel_job, find_job, follow, job_page
from recognizer.admin.job_pages import start_again as again
from recognizer.admin.job_start import start_page
from recognizer.admin.routes import POST, SAFE, route
from recognizer.formatting import duration, whole
from recognizer.jobs.kinds import kind_named
from recognizer.jobs.permissions import jobs_shown_to, kinds_for
from recognizer.jobs.progress import progress_of
from recognizer.models import Job, JobQuerySet
from recognizer.staff import StaffRequest


class JobKindFilter(admin.SimpleListFilter):
    title = parameter_name = "kind"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, str]]:
        return [(kind.name, kind.title) for kind in kinds_for(request.user)]

    def queryset(self, request: HttpRequest, jobs: JobQuerySet) -> JobQuerySet:
        return jobs.filter(kind=self.value()) if self.value() else jobs


class AskerFilter(admin.RelatedOnlyFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "who asked"


@admin.register(Job)
class JobAdmin(ReadOnly, CheckedAdmin):
    list_display = ("title", "what", "by", "state", "progress", "created_at", "took")
    list_filter = (
        "state",
        JobKindFilter,
        ("by", AskerFilter),
        "created_at",
    )
    list_select_related = ("by",)
    list_per_page = 50
    change_list_template = "admin/recognizer/job/list.html"

    def get_queryset(self, request: HttpRequest) -> JobQuerySet:
        return jobs_shown_to(request.user)

    def get_urls(self) -> list[URLPattern]:
        see = self.has_view_permission
        return [
            route(self, "start/<slug:name>/", start_page, "start", may=see),
            route(self, "<uuid:pk>/follow/", follow, "follow", may=see, methods=SAFE),
            route(
                self, "<uuid:pk>/cancel/", cancel_job, "cancel", may=see, methods=POST
            ),
            route(self, "<uuid:pk>/again/", again, "again", may=see, methods=POST),
            route(
                self,
                "<uuid:pk>/files/<int:file>/",
                download_file,
                "file",
                may=see,
                methods=SAFE,
            ),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: StaffRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Nothing of a job changes by a form: its page follows it."""
        job = self.get_object(request, object_id)
        if job is None:
            return super().change_view(request, object_id)  # which says so
        return job_page(request, find_job(request, job.pk), model_admin=self)

    @admin.display(description="kind", ordering="kind")
    def title(self, job: Job) -> str:
        return kind_named(job.kind).title

    @admin.display(description="what it does")
    def what(self, job: Job) -> str:
        return kind_named(job.kind).description(job)

    def progress(self, job: Job) -> str:
        if job.is_finished:
            return "-"
        progress = progress_of(job)
        return whole(progress.share) if progress.of else "not planned yet"

    def took(self, job: Job) -> str:
        return duration(job.took) if job.took else "-"
