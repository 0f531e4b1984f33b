"""The admin's list of labels that are probably wrong."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path

from recognizer.doctor import MOST, examine
from recognizer.thumbnails import linked


def urls(model_admin):
    """For a ModelAdmin's get_urls()."""

    def view(request):
        return doctor(model_admin, request)

    name = "recognizer_drawing_doctor"
    return [path("doctor/", model_admin.admin_site.admin_view(view), name=name)]


def doctor(model_admin, request):
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Labels that are probably wrong",
        "opts": model_admin.opts,
        "rows": [(linked(found.id), found.reason) for found in examine()],
        "most": MOST,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/recognizer/doctor.html", context)
