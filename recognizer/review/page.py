"""The review page: staff go through the queue by keyboard, mouse or touch."""

import json

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from recognizer.drawings.tile_images import tile_png
from recognizer.models import Digit, Drawing, Prediction
from recognizer.review import label_requests
from recognizer.review.cells import fill_cells
from recognizer.review.filters import QueueForm
from recognizer.review.progress import done_today, last_keystrokes, waiting_for


class ReviewPage:
    """Adds the review page to a ModelAdmin of drawings."""

    def get_urls(self):
        views = (
            ("review/", self.review, "review"),
            ("review/label/", self.label, "review_label"),
            ("review/undo/", self.undo, "review_undo"),
            ("<uuid:pk>/tile/", self.tile, "tile"),
        )
        own = [
            path(
                route, self.admin_site.admin_view(view), name=f"recognizer_drawing_{n}"
            )
            for route, view, n in views
        ]
        return own + super().get_urls()

    @method_decorator(require_safe)
    def review(self, request):
        self.must(self.has_view_permission(request))
        queue = QueueForm(request.GET, request.user)
        drawings, cursor = queue.page() if queue.is_valid() else ([], "")
        context = self.admin_site.each_context(request) | {
            "title": "Review",
            "opts": self.opts,
            "queue": queue,
            "drawings": fill_cells(drawings, request.user),
            "start": address(request, ""),
            "next": cursor and address(request, cursor),
            "waiting": waiting_for(request.user),
            "done": done_today(request.user),
            "keystrokes": json.dumps(last_keystrokes(request.user)),
            "digits": Digit.choices[: Digit.NOT_A_DIGIT],
            "may_label": self.has_change_permission(request),
        }
        return TemplateResponse(request, "review/page.html", context)

    @method_decorator(require_POST)
    def label(self, request):
        """One key pressed on one drawing, or on several at once."""
        return self.save(request, label_requests.LabelRequest, label_requests.label)

    @method_decorator(require_POST)
    def undo(self, request):
        return self.save(request, label_requests.UndoRequest, self.undo_and_show)

    def undo_and_show(self, keystroke, before, by):
        """Each with its cell: it may wait again and be on no page."""
        reply = label_requests.undo(keystroke, before, by)
        ids = [drawing["id"] for drawing in reply["drawings"]]
        rows = Drawing.objects.filter(pk__in=ids).with_answer()
        cells = fill_cells(rows.defer("picture", "strokes"), by)
        html = {str(cell.pk): cell_html(cell) for cell in cells}
        for drawing in reply["drawings"]:
            drawing["html"] = html.get(drawing["id"])
        return reply

    def save(self, request, kind, service):
        self.must(self.has_change_permission(request))
        try:
            fields = label_requests.parse(request.body, kind)
        except ValueError as error:
            return JsonResponse({"detail": str(error)}, status=400)
        if fields.pop("reviewer") != request.user.pk:
            raise PermissionDenied  # somebody else has logged in meanwhile
        return JsonResponse(service(**fields, by=request.user))

    @method_decorator(require_safe)
    def tile(self, request, pk):
        """What the network saw when it gave its answer."""
        self.must(self.has_view_permission(request))
        answers = Prediction.objects.select_related("version", "drawing")
        answer = get_object_or_404(answers, drawing=pk, given=True)
        response = HttpResponse(tile_png(answer.tile), content_type="image/png")
        response["Cache-Control"] = "private, max-age=86400"
        return response

    def must(self, may):
        if not may:
            raise PermissionDenied


def address(request, cursor):
    """This page with the same filters, from a cursor on."""
    query = request.GET.copy()
    query.pop("after", None)
    if cursor:
        query["after"] = cursor
    return f"{request.path}?{query.urlencode()}"


def cell_html(drawing):
    return render_to_string("review/cell.html", {"drawing": drawing})
