"""A line of the log for each request."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseFileResponse

from digitsite.addresses import route_of
from digitsite.client_address import client_address
from recognizer.drawings.visitors import COOKIE

log = logging.getLogger(__name__)


class RequestLogMiddleware:
    """Stands above all that answers, so that static files and redirects count, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.LOG_REQUESTS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        log_request(request, response, time.perf_counter() - began)
        return response


def log_request(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Log a request that is answered; its address alone if LOG_ADDRESSES says so."""
    is_static = isinstance(response, WhiteNoiseFileResponse)
    facts: dict[str, Any] = {
        "method": request.method,
        "route": "static" if is_static else route_of(request),
        "status": response.status_code,
        "ms": round(1000 * seconds, 1),
        "bytes": size_of(response),
        "client": client_kind(request),
    }
    if settings.LOG_ADDRESSES:
        facts["address"] = client_address(request)
    log.info(" ".join(f"{k}={v}" for k, v in facts.items()), extra=facts)


def size_of(response: HttpResponse) -> int | None:
    """None of a stream, which is yet to be made."""
    if response.streaming:
        length = response.headers.get("Content-Length")
        return int(length) if length else None
    return len(response.content)


def client_kind(request: HttpRequest) -> str:
    """As whom the request comes, whether that is found true or not."""
    if "HTTP_AUTHORIZATION" in request.META:
        return "client"
    return "visitor" if COOKIE in request.COOKIES else "address"
