"""Whoever drew it owns it: a visitor is an opaque random id in a signed cookie.

A cookie rather than a session row: it costs no query, and a client that keeps no
cookies leaves nothing behind.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

COOKIE = "visitor"
YEAR = 365 * 24 * 3600


def owner_of(request: HttpRequest) -> str:
    """The visitor's id, or '' for one that we have not seen."""
    return request.get_signed_cookie(COOKIE, default=None, salt=COOKIE) or ""


def new_owner() -> str:
    """A random id, which nobody guesses."""
    return secrets.token_urlsafe(16)


def remember_visitor(response: HttpResponseBase, owner: str) -> None:
    """Set the cookie that says whose drawings the visitor may see."""
    response.set_signed_cookie(
        COOKIE,
        owner,
        salt=COOKIE,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",  # another site's form cannot claim or delete a drawing
        secure=settings.HTTPS,
    )
