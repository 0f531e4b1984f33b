"""Whoever drew it owns it: a visitor is an opaque random id in a signed cookie.

A cookie rather than a session row: it costs no query, and a client that keeps no
cookies leaves nothing behind.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

COOKIE = "visitor"
DAY = 24 * 3600
YEAR = 365 * DAY
RENEWED_AFTER = 30 * DAY


def owner_of(request: HttpRequest) -> str:
    """The visitor's id, or '' for one that we have not seen.

    Also '' where another site caused the request: it acts for nobody.
    """
    return "" if is_from_another_site(request) else _read_cookie(request)


def new_owner() -> str:
    """A random id, which nobody guesses."""
    return secrets.token_urlsafe(16)


def remember_visitor(
    request: HttpRequest, response: HttpResponseBase, owner: str
) -> None:
    """Set the cookie that says whose drawings the visitor may see.

    Not for another site's request: its form would take the visitor's drawings away by
    a new cookie. Not where the cookie is young: its year starts anew once a month.
    """
    if is_from_another_site(request) or _read_cookie(request, RENEWED_AFTER):
        return
    response.set_signed_cookie(
        COOKIE,
        owner,
        salt=COOKIE,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",  # another site's form cannot claim or delete a drawing
        secure=settings.HTTPS,
    )


def is_from_another_site(request: HttpRequest) -> bool:
    """Whether a page of another origin made the browser send this.

    A browser says so in Sec-Fetch-Site, over plain HTTP in Origin alone; a program
    sends neither. Who follows a link from elsewhere to a page comes on their own.
    """
    relation = request.headers.get("Sec-Fetch-Site")
    if relation is None:
        origin = request.headers.get("Origin")
        return origin is not None and origin.partition("//")[2] != request.get_host()
    if relation in ("same-origin", "none"):
        return False
    opens_page = request.headers.get("Sec-Fetch-Dest") == "document"
    return not (opens_page and request.method in ("GET", "HEAD"))


def _read_cookie(request: HttpRequest, max_age: int | None = None) -> str:
    """The id in the cookie; '' if there is none, or it is older, in seconds."""
    value = request.get_signed_cookie(COOKIE, None, salt=COOKIE, max_age=max_age)
    return value or ""
