"""The page where visitors draw, and its form for browsers without JavaScript."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from recognizer.api.views import PredictionsView
from recognizer.drawings.visitors import owner_of, remember_visitor
from recognizer.models import Drawing
from recognizer.site.own_forms import own_form, see_other

IN_STRIP = 12  # of the visitor's newest drawings


@own_form
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True)
def page(request: HttpRequest) -> HttpResponse:
    """The page where visitors draw. It takes a picture from a form, too."""
    return upload(request) if request.method == "POST" else draw_page(request)


def draw_page(
    request: HttpRequest, status: int = 200, problem: str = ""
) -> HttpResponse:
    """Show the page; who is new to it costs no query, and gets no cookie."""
    owner = owner_of(request)
    context = {
        "max_bytes": settings.MAX_PICTURE_BYTES,
        "max_side": settings.MAX_PICTURE_SIDE,
        "drawings": Drawing.objects.owned_by(owner).shown_in_lists()[:IN_STRIP],
        "problem": problem,
    }
    response = render(request, "draw/page.html", context, status=status)
    if owner:
        remember_visitor(request, response, owner)
    return response


def upload(request: HttpRequest) -> HttpResponse:
    """Keep a form's picture as the API does, and lead to its page.

    What goes wrong is told on the page, with the form still there.
    """
    reply = PredictionsView.as_view(always_keeps=True)(request)
    if reply.status_code >= 400:
        response = draw_page(request, reply.status_code, reply.data["detail"])
        if "Retry-After" in reply:
            response["Retry-After"] = reply["Retry-After"]
        return response
    response = see_other(reverse("drawing", args=[reply.data["id"]]))
    response.cookies = reply.cookies
    return response
