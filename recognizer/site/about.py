"""What the site does, what happens to a drawing, and how well the network reads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What happens to a drawing, in plain words."""
    return render(request, "about/about.html")


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """The card of the version that answers."""
    return render(request, "about/network.html")
