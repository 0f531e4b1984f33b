"""A visitor's drawings: all of them, and a page for each."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def my_drawings(request: HttpRequest) -> HttpResponse:
    """The visitor's own drawings, the newest first."""
    return render(request, "drawings/list.html")


@require_safe
def drawing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One drawing, for whoever knows its address."""
    return render(request, "drawings/drawing.html")
