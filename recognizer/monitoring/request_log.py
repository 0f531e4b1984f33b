"""A line of the log for each request."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from digitsite.client_address import client_address
from recognizer.drawings.visitors import COOKIE

log = logging.getLogger(__name__)


def log_request(
    request: HttpRequest, route: str, response: HttpResponse, seconds: float
) -> None:
    """Log a request that is answered; its address alone if LOG_ADDRESSES says so."""
    facts: dict[str, Any] = {
        "method": request.method,
        "route": route,
        "status": response.status_code,
        "ms": round(1000 * seconds, 1),
        "bytes": None if response.streaming else len(response.content),
        "client": client_kind(request),
    }
    if settings.LOG_ADDRESSES:
        facts["address"] = client_address(request)
    log.info(" ".join(f"{k}={v}" for k, v in facts.items()), extra=facts)


def client_kind(request: HttpRequest) -> str:
    """As whom the request comes, whether that is found true or not."""
    if "HTTP_AUTHORIZATION" in request.META:
        return "client"
    return "visitor" if COOKIE in request.COOKIES else "address"
