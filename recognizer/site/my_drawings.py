"""A visitor's drawings: page by page, and all of them deleted."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from recognizer.deletion.forgetting import forget
from recognizer.drawings.visitors import owner_of
from recognizer.models import Drawing
from recognizer.site.own_forms import own_form, see_other

PAGE_SIZE = 24


@require_safe
@cache_control(private=True, no_store=True)
def my_drawings(request: HttpRequest) -> HttpResponse:
    """The visitor's own drawings, the newest first."""
    own = Drawing.objects.owned_by(owner_of(request)).shown_in_lists()
    page = Paginator(own, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "drawings/list.html", {"page": page})


@own_form
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def delete_all(request: HttpRequest) -> HttpResponse:
    """Ask first, then delete all that this visitor has drawn."""
    own = Drawing.objects.owned_by(owner_of(request))
    if request.method == "POST":
        forget(own)
        return see_other(reverse("my-drawings"))
    return render(request, "drawings/delete_all.html", {"count": own.count()})
