"""A request that fails before or outside a view, answered in words."""

import logging
import sys
from http import HTTPStatus
from typing import Any

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import (
    DisallowedHost,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import defaults

from digitsite.addresses import is_api
from digitsite.counters import database_errors
from digitsite.database.errors import NO_ANSWER
from digitsite.problem_types import (
    FAULT,
    INVALID_VALUE,
    NO_DATABASE,
    NOT_ALLOWED,
    NOT_FOUND,
    UNREADABLE,
    WRONG_HOST,
    ProblemType,
)
from digitsite.request_ids import request_id

log = logging.getLogger(__name__)

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER = "5"  # s until a failure that passes (503) may have passed
BAD_REQUESTS: dict[type[Exception], tuple[ProblemType, Promise]] = {
    DisallowedHost: (WRONG_HOST, gettext_lazy("This site has another name.")),
    TooManyFieldsSent: (INVALID_VALUE, gettext_lazy("The form has too many fields.")),
    TooManyFilesSent: (INVALID_VALUE, gettext_lazy("The form has too many files.")),
}


def answer_failure(
    request: HttpRequest, kind: ProblemType, detail: str, **headers: str
) -> HttpResponse:
    """Return problem+json below /api/, elsewhere a page with the same sentence.

    `headers` are named with underscores for hyphens: Retry_After="5".
    """
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    if is_api(request):
        body = problem_body(kind, detail, request)
        return JsonResponse(
            body, status=kind.code, content_type=PROBLEM_JSON, headers=names
        )
    response = render(request, "failure.html", {"detail": detail}, status=kind.code)
    for name, value in names.items():
        response.headers[name] = value
    return response


def problem_body(
    kind: ProblemType, detail: str, request: HttpRequest | None = None
) -> dict[str, Any]:
    """Return the members of a problem (RFC 9457).

    Its type is an absolute address where the request says rightly how the site is
    called.
    """
    return {
        "type": type_address(kind, request),
        "title": kind.title,
        "status": kind.code,
        "detail": detail,
        "request_id": request_id(),
    }


def type_address(kind: ProblemType, request: HttpRequest | None) -> str:
    path = reverse("problem", args=[kind.slug])
    try:
        return request.build_absolute_uri(path) if request else path
    except DisallowedHost:
        return path


def title(code: int) -> str:
    return HTTPStatus(code).phrase


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django refuses to read (handler400)."""
    if isinstance(exception, SessionInterrupted) and caused_by_database(exception):
        return database_failure(request, exception)
    unreadable = UNREADABLE, gettext_lazy("The request cannot be read.")
    kind, sentence = BAD_REQUESTS.get(type(exception), unreadable)
    return answer_failure(request, kind, str(sentence))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer who may not do that (handler403)."""
    return answer_failure(request, NOT_ALLOWED, _("You may not do that."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its token (CSRF_FAILURE_VIEW)."""
    detail = _("This form is too old, or no cookie came with it. Open its page anew.")
    return answer_failure(request, NOT_ALLOWED, detail)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that there is not (handler404)."""
    if is_api(request):
        return answer_failure(request, NOT_FOUND, _("Nothing is at this address."))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for a fault of ours (handler500); the log has its traceback."""
    error = sys.exc_info()[1]
    if isinstance(error, NO_ANSWER):
        return database_failure(request, error)
    if is_api(request):
        detail = _("The fault is ours and has been noted. Try again in a moment.")
        return answer_failure(request, FAULT, detail)
    return defaults.server_error(request)


def database_failure(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Answer 503 where a view or a middleware had no answer of the database."""
    database_errors.inc()
    log.error("%r: %s", request.path, error)
    detail = _("The database does not answer. Try again in a few seconds.")
    return answer_failure(request, NO_DATABASE, detail, Retry_After=RETRY_AFTER)


def caused_by_database(error: BaseException | None) -> bool:
    """Whether it was raised while a failure of the database was handled.

    Django takes every error at saving a session for a session that is gone.
    """
    while error and not isinstance(error, NO_ANSWER):
        error = error.__context__
    return error is not None
