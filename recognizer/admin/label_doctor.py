"""The admin's list of labels that are probably wrong; each can be said to be right."""

from uuid import UUID

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from recognizer.admin.display import drawing_link
from recognizer.labelling.label_doctor import MOST, examine
from recognizer.labelling.labels import Overtaken, confirm
from recognizer.models import Drawing
from recognizer.staff import StaffRequest


def doctor(request: HttpRequest, *, model_admin: ModelAdmin) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Labels that are probably wrong",
        "opts": model_admin.opts,
        "rows": [(drawing_link(suspect.id), suspect) for suspect in examine()],
        "most": MOST,
    }
    return TemplateResponse(request, "admin/recognizer/doctor.html", context)


def label_is_right(
    request: StaffRequest, pk: UUID, digit: int, *, model_admin: ModelAdmin
) -> HttpResponse:
    """Confirm the label that was listed, and no other."""
    drawing = get_object_or_404(Drawing.objects.only("pk"), pk=pk)
    try:
        confirm(drawing, digit, by=request.user)
        messages.success(request, "Confirmed, and not listed again.")
    except Overtaken as error:
        messages.warning(request, str(error))
    return redirect("admin:recognizer_drawing_doctor")
