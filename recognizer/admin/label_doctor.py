"""The admin's list of labels that are probably wrong; each can be said to be right."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST

from recognizer.admin.display import linked
from recognizer.labelling.label_doctor import MOST, examine
from recognizer.labelling.labels import Overtaken, confirm
from recognizer.models import Drawing

NAME = "recognizer_drawing_doctor"


def urls(model_admin):
    """For a ModelAdmin's get_urls()."""
    as_admin = model_admin.admin_site.admin_view
    page = as_admin(partial(doctor, model_admin))
    button = as_admin(require_POST(partial(is_right, model_admin)))
    return [
        path("doctor/", page, name=NAME),
        path("doctor/<uuid:pk>/<int:digit>/", button, name=f"{NAME}_right"),
    ]


def doctor(model_admin, request):
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Labels that are probably wrong",
        "opts": model_admin.opts,
        "rows": [(linked(found.id), found) for found in examine()],
        "most": MOST,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/recognizer/doctor.html", context)


def is_right(model_admin, request, pk, digit):
    """Confirm the label that was listed, and no other."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    drawing = get_object_or_404(Drawing.objects.only("pk"), pk=pk)
    try:
        confirm(drawing, digit, by=request.user)
        messages.success(request, "Confirmed, and not listed again.")
    except Overtaken as error:
        messages.warning(request, str(error))
    return redirect(f"admin:{NAME}")
