"""A database that is down, silent, too slow or locked: answered in words."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from digitsite.database.errors import NO_ANSWER
from digitsite.database.waiting import limit_statements
from digitsite.problems import RETRY_AFTER, answer_failure

log = logging.getLogger(__name__)


class DatabaseMiddleware:
    """Bounds a request's statements; answers 503 when the database fails it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Not taken back afterwards: a download reads on in this thread.
        limit_statements(seconds_for(request))
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        if not isinstance(error, NO_ANSWER):
            return None
        log.error("%s: %s", request.path, error)
        detail = "The database does not answer. Try again in a few seconds."
        return answer_failure(request, 503, detail, Retry_After=RETRY_AFTER)


def seconds_for(request: HttpRequest) -> int:
    """How long one statement may take; staff ask about all drawings at once."""
    if request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
        return settings.STAFF_STATEMENT_SECONDS
    return settings.STATEMENT_SECONDS
