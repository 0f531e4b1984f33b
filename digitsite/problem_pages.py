"""Where the address in a problem's `type` leads: its line, for whoever opens it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from digitsite.problem_types import TYPES


class ProblemsView(View):
    """All kinds of problems."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "problems.html", {"kinds": TYPES.values()})


class ProblemView(View):
    """One kind of problem."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        if slug not in TYPES:
            raise Http404
        return render(request, "problems.html", {"kinds": [TYPES[slug]]})
