"""One id for each request: in its answer, in each line of the log, on failure pages."""

import logging
import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
READABLE = re.compile(r"[\w.:-]{8,64}", re.ASCII)  # of a proxy, safe to log and to show

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """The id of the request that this thread answers; '' outside of requests."""
    return _request_id.get()


def begin_request(headers: Mapping[str, str]) -> str:
    """Give the request that begins in this thread an id: its proxy's, or a new one.

    `headers` are named as WSGI names them. It stays until the next request: a download
    is read on after its view has returned.
    """
    value = headers.get("HTTP_X_REQUEST_ID", "") if settings.NUM_PROXIES else ""
    new_id = value if READABLE.fullmatch(value) else str(uuid4())
    _request_id.set(new_id)
    return new_id


class RequestIdMiddleware:
    """Names each request, and tells its sender the name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        new_id = begin_request(request.META)
        response = self.get_response(request)
        response.headers[HEADER] = new_id
        return response


class RequestIdFilter(logging.Filter):
    """Adds the request's id to each record of the log; "-" outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id() or "-"
        return True
