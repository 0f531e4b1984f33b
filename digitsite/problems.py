"""A request that fails before or outside a view, answered in words."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

PROBLEM_JSON = "application/problem+json"


def answer_failure(
    request: HttpRequest, code: int, detail: str, **headers: str
) -> HttpResponse:
    """Return problem+json below /api/, elsewhere a page with the same sentence.

    `headers` are named with underscores for hyphens: Retry_After="5".
    """
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    if request.path_info.startswith("/api/"):
        body = problem_body(code, detail)
        return JsonResponse(body, status=code, content_type=PROBLEM_JSON, headers=names)
    response = render(
        request, "failure.html", {"detail": detail, "title": title(code)}, status=code
    )
    for name, value in names.items():
        response.headers[name] = value
    return response


def problem_body(code: int, detail: str) -> dict[str, Any]:
    """Return the members of a problem (RFC 9457)."""
    return {
        "type": "about:blank",
        "title": title(code),
        "status": code,
        "detail": detail,
    }


def title(code: int) -> str:
    return HTTPStatus(code).phrase
