"""The review page: staff go through the queue by keyboard, mouse or touch.

Its addresses are in DrawingAdmin.get_urls().
"""

import json
from collections.abc import Callable

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse

from recognizer.models import Digit, Drawing
from recognizer.review import label_requests
from recognizer.review.cells import fill_cells
from recognizer.review.filters import QueueForm
from recognizer.review.progress import done_today, last_keystrokes, waiting_for
from recognizer.staff import StaffRequest


def review(request: StaffRequest, *, model_admin: ModelAdmin) -> HttpResponse:
    queue = QueueForm(request.GET, request.user)
    drawings, cursor = queue.page() if queue.is_valid() else ([], "")
    context = model_admin.admin_site.each_context(request) | {
        "title": "Review",
        "opts": model_admin.opts,
        "queue": queue,
        "drawings": fill_cells(drawings, request.user),
        "start": address(request),
        "next": cursor and address(request, after=cursor),
        "apart": queue.data.get("apart"),
        "other_twins": address(request, apart="" if queue.data.get("apart") else "on"),
        "waiting": waiting_for(request.user),
        "done": done_today(request.user),
        "keystrokes": json.dumps(last_keystrokes(request.user)),
        "digits": range(Digit.NOT_A_DIGIT),
        "may_label": model_admin.has_change_permission(request),
    }
    return TemplateResponse(request, "review/page.html", context)


def label(request: StaffRequest, *, model_admin: ModelAdmin) -> HttpResponse:
    """One key pressed on one drawing, or on several at once."""
    return save(request, label_requests.LabelRequest, label_requests.label)


def undo(request: StaffRequest, *, model_admin: ModelAdmin) -> HttpResponse:
    return save(request, label_requests.UndoRequest, undo_with_cells)


def save(
    request: StaffRequest,
    request_class: type[label_requests.KeystrokeRequest],
    service: Callable[..., dict],
) -> JsonResponse:
    """Call the service with a request's fields, and reply what it returns."""
    try:
        fields = label_requests.parse(request.body, request_class)
    except ValueError as error:
        return JsonResponse({"detail": str(error)}, status=400)
    if fields.pop("reviewer") != request.user.pk:
        raise PermissionDenied  # somebody else has logged in meanwhile
    return JsonResponse(service(**fields, by=request.user))


def undo_with_cells(keystroke: str, before: int | None, by: User) -> dict:
    """Undo; with each drawing's cell, since it may wait again and be on no page."""
    reply = label_requests.undo(keystroke, before, by)
    ids = [drawing["id"] for drawing in reply["drawings"]]
    rows = Drawing.objects.filter(pk__in=ids).with_answer()
    cells = fill_cells(rows.defer("picture", "strokes"), by)
    html = {str(cell.pk): cell_html(cell) for cell in cells}
    for drawing in reply["drawings"]:
        drawing["html"] = html.get(drawing["id"])
    return reply


def address(request: HttpRequest, **changes: str) -> str:
    """The first page with the same filters, but for these changes."""
    query = request.GET.copy()
    for name, value in ({"after": ""} | changes).items():
        query[name] = value
        if not value:
            del query[name]
    return f"{request.path}?{query.urlencode()}"


def cell_html(drawing: Drawing) -> str:
    return render_to_string("review/cell.html", {"drawing": drawing})
