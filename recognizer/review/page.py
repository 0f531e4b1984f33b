"""The review page: staff go through the queue by keyboard, mouse or touch."""

import json
from collections import defaultdict
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from recognizer.drawings.tile_images import tile_png
from recognizer.models import Digit, Drawing, LabelChange, Prediction
from recognizer.review import label_requests
from recognizer.review.cells import cells
from recognizer.review.filters import MOST, Queue, count

CAN_UNDO = 20  # of the reviewer's last keystrokes, also after a reload
LOOK_BACK = 2000  # changes among which these are sought


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
        queue = Queue(request.GET, request.user)
        drawings, place = queue.page() if queue.is_valid() else ([], "")
        context = self.admin_site.each_context(request) | {
            "title": "Review",
            "opts": self.opts,
            "queue": queue,
            "drawings": cells(drawings, request.user),
            "start": address(request, ""),
            "next": place and address(request, place),
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
        return self.save(request, label_requests.Label, label_requests.label)

    @method_decorator(require_POST)
    def undo(self, request):
        return self.save(request, label_requests.Undo, self.undo_and_show)

    def undo_and_show(self, keystroke, before, by):
        """Each with its cell: it may wait again and be on no page."""
        told = label_requests.undo(keystroke, before, by)
        found = Drawing.objects.filter(pk__in=[one["id"] for one in told["drawings"]])
        shown = cells(found.with_answer().defer("picture", "strokes"), by)
        html = {str(drawing.pk): cell_html(drawing) for drawing in shown}
        for one in told["drawings"]:
            one["html"] = html.get(one["id"])
        return told

    def save(self, request, kind, service):
        self.must(self.has_change_permission(request))
        try:
            said = label_requests.read(request.body, kind)
        except ValueError as error:
            return JsonResponse({"detail": str(error)}, status=400)
        if said.pop("reviewer") != request.user.pk:
            raise PermissionDenied  # somebody else has logged in meanwhile
        return JsonResponse(service(**said, by=request.user))

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


def address(request, place):
    """This page with the same filters, from a place on."""
    query = request.GET.copy()
    query.pop("after", None)
    if place:
        query["after"] = place
    return f"{request.path}?{query.urlencode()}"


def cell_html(drawing):
    return render_to_string("review/cell.html", {"drawing": drawing})


def waiting_for(reviewer):
    """How many drawings wait for a reviewer, in words: counted up to 10,000."""
    number = count(Drawing.objects.waiting(reviewer))
    return f"{MOST:,}+" if number > MOST else f"{number:,}"


def changes_of(reviewer):
    """A reviewer's changes that stand, the newest first."""
    return LabelChange.objects.standing().filter(by=reviewer)


def done_today(reviewer):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return changes_of(reviewer).filter(created_at__gte=midnight).count()


def last_keystrokes(reviewer):
    """What the reviewer can undo: which keystrokes labelled what, the oldest first."""
    mine = changes_of(reviewer).exclude(keystroke="")
    found = defaultdict(list)
    for keystroke, drawing in mine.values_list("keystroke", "drawing")[:LOOK_BACK]:
        found[keystroke].append(str(drawing))
    last = [
        {"keystroke": keystroke, "drawings": drawings}
        for keystroke, drawings in islice(found.items(), CAN_UNDO)
    ]
    return last[::-1]
