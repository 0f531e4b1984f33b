"""How long a request's statements may take; problems.py answers where one fails."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from digitsite.addresses import is_staff_page
from digitsite.database.waiting import limit_statements


class DatabaseMiddleware:
    """Bounds a request's statements."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Not taken back afterwards: a download reads on in this thread.
        limit_statements(seconds_for(request))
        return self.get_response(request)


def seconds_for(request: HttpRequest) -> int:
    """How long one statement may take; staff ask about all drawings at once."""
    if is_staff_page(request):
        return settings.STAFF_STATEMENT_SECONDS
    return settings.STATEMENT_SECONDS
