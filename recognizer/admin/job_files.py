"""A file of a job as a download, part by part."""

from uuid import UUID

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from recognizer.admin.job_pages import find_job
from recognizer.jobs.files import read_file
from recognizer.staff import StaffRequest


def download_file(
    request: StaffRequest, pk: UUID, file: int, *, model_admin: ModelAdmin
) -> StreamingHttpResponse:
    """For those who may run such jobs and see drawings, once the job is finished."""
    job = find_job(request, pk)
    if not request.user.has_perm("recognizer.view_drawing"):
        raise PermissionDenied
    finished = job.files.shown().filter(job__finished_at__isnull=False)
    shown = get_object_or_404(finished, pk=file)
    response = StreamingHttpResponse(
        read_file(shown), content_type="application/octet-stream"
    )
    response["Content-Length"] = str(shown.size)
    response["Content-Disposition"] = content_disposition_header(True, shown.name)
    response["Cache-Control"] = "private, no-store"
    return response
