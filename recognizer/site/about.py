"""What the site does, and what happens to a drawing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

SAMPLE = "recognizer/about/seven.png"


@require_safe
@cache_control(private=True)
def about(request: HttpRequest) -> HttpResponse:
    """What happens to a drawing, in plain words; how programs ask."""
    addresses = {
        "api": request.build_absolute_uri(reverse("api:prediction-list")),
        "sample": request.build_absolute_uri(static(SAMPLE)),
    }
    return render(request, "about/about.html", addresses)
