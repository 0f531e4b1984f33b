"""Text comes in as UTF-8: no client chooses the codec that decodes it.

Python has codecs that nobody should run on a stranger's bytes. Punycode takes the
square of their length: 20 seconds for 300 kB.
"""

from email.utils import collapse_rfc2231_value
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.utils import http

UTF_8 = {"utf-8", "utf8", "us-ascii", "ascii"}  # ASCII is the first part of UTF-8


def is_utf8(charset: str) -> bool:
    return charset.lower().replace("_", "-") in UTF_8


def read_request(environ: dict[str, Any]) -> WSGIRequest:
    """Return Django's request.

    It decodes the Content-Type's parameters at once, and the address's by the charset
    named there, before any middleware. Where that fails, BodyMiddleware refuses.
    """
    try:
        return WSGIRequest(environ)
    except (LookupError, ValueError):
        environ["CONTENT_TYPE"] = "application/octet-stream; charset=unreadable"
        return WSGIRequest(environ)


def collapse_utf8_value(value: tuple[str | None, str | None, str]) -> str:
    """Decode a header's parameter such as filename*=utf-8''%E2%82%AC (RFC 2231).

    Raises ValueError where it names another charset. Django then skips the header: in a
    form each of 1,000 parts can have one.
    """
    if value[0] and not is_utf8(value[0]):
        raise ValueError(f"Expected UTF-8, got {value[0]}.")
    return collapse_rfc2231_value(value)


# Django has no setting for this. A test tells if it stops asking here.
http.collapse_rfc2231_value = collapse_utf8_value  # type: ignore[attr-defined]
