"""Django's middleware about who is logged in, for those who may be.

A request to the API that brings no session passes it by: it needs no account and
no messages. Tokens of forms stay: Django's checks look for that middleware's name.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import middleware as auth
from django.contrib.auth.signals import user_logged_in
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from digitsite.addresses import is_api


class ForSessions:
    """Middleware that goes on at once where nobody can be logged in."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        if is_api(request) and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]  # of Django's class


class SessionMiddleware(ForSessions, sessions.SessionMiddleware):
    """Reads and saves the session."""


class AuthenticationMiddleware(ForSessions, auth.AuthenticationMiddleware):
    """Says who is logged in."""


class MessageMiddleware(ForSessions, messages.MessageMiddleware):
    """Keeps what the next page is to say."""


@receiver(user_logged_in)
def end_after_a_working_day(request: HttpRequest, **_: Any) -> None:
    """Let the session end so long after the login, however busy it is until then."""
    lasts = timedelta(hours=settings.STAFF_SESSION_HOURS)
    request.session.set_expiry(timezone.now() + lasts)
