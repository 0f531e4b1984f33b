"""Where the address in a problem's `type` leads: its line, for whoever opens it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from digitsite.problem_types import TYPES


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """All kinds of problems."""
    return render(request, "problems.html", {"kinds": TYPES.values()})


@require_safe
def problem(request: HttpRequest, slug: str) -> HttpResponse:
    """One kind of problem."""
    if slug not in TYPES:
        raise Http404
    return render(request, "problems.html", {"kinds": [TYPES[slug]]})
