"""The admin's list of labels that are probably wrong, to be confirmed or corrected."""

from uuid import UUID

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from recognizer.admin.display import drawing_link
from recognizer.formatting import digit_name, staff_word
from recognizer.labelling.kept_suspects import kept
from recognizer.labelling.label_doctor import MOST, examine
from recognizer.labelling.labels import Overtaken, confirm, label_drawing
from recognizer.models import Digit, Drawing, Job, JobState, value_of_key
from recognizer.staff import StaffRequest


def doctor(request: HttpRequest, *, model_admin: ModelAdmin) -> HttpResponse:
    """What the last job found, which opens at once; without one, look now."""
    looked = Job.objects.filter(kind="label_doctor", state=JobState.DONE)
    job = looked.order_by("-finished_at").first()
    suspects = kept() if job else examine()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Labels that are probably wrong",
        "opts": model_admin.opts,
        "rows": [(drawing_link(suspect.id), suspect) for suspect in suspects],
        "job": job,
        "most": MOST,
        "digits": [
            (digit, digit_name(digit, none=str(digit.label))) for digit in Digit
        ],
    }
    return TemplateResponse(request, "admin/recognizer/doctor.html", context)


def settle(
    request: StaffRequest, pk: UUID, digit: int, *, model_admin: ModelAdmin
) -> HttpResponse:
    """Confirm the label that was listed, or set another in its place alone."""
    drawing = get_object_or_404(Drawing.objects.only("pk"), pk=pk)
    try:
        label = value_of_key(request.POST.get("label", ""))
    except ValueError as error:
        raise BadRequest("A label that is no class and no number.") from error
    if label is None:
        raise BadRequest("No label.")
    try:
        if label == digit:
            confirm(drawing, digit, by=request.user)
            messages.success(request, "Confirmed, and not listed again.")
        else:
            label_drawing(drawing, label, by=request.user, over=(digit,))
            messages.success(request, f"Labelled {staff_word(label)}.")
    except Overtaken as error:
        messages.warning(request, str(error))
    return redirect("admin:recognizer_drawing_doctor")
