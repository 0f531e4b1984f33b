"""Who may try to log in to the admin, and what the others are told.

django-axes counts the failures; see the AXES_ settings. A wrong password costs half a
second of a core (PBKDF2), as much as a hundred drawings: so one is checked at a time.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from digitsite.client_address import UNKNOWN, client_address
from digitsite.counters import limits_hit
from digitsite.problem_types import BUSY, TOO_MANY_REQUESTS
from digitsite.problems import answer_failure

NAME_LENGTH = 150  # characters, as an account's has at most
Credentials = dict[str, Any] | None


def login_address(request: HttpRequest) -> str | None:
    """Return the client's address as a database keeps it: a network's is its first."""
    address = client_address(request)
    return None if address == UNKNOWN else address.partition("/")[0]


def login_account(request: HttpRequest, credentials: Credentials = None) -> str:
    """Return the account's name, no longer than the table of failures takes."""
    return str((credentials or request.POST).get("username"))[:NAME_LENGTH]


class LoginHandler(AxesDatabaseHandler):
    """Also locks out an address that fails with many accounts."""

    def is_locked(self, request: HttpRequest, credentials: Credentials = None) -> bool:
        forget_what_is_to_come()
        return super().is_locked(request, credentials) or (
            failures_from(request) >= settings.LOGIN_FAILURES_PER_ADDRESS
        )


def forget_what_is_to_come() -> None:
    """Delete failures from before the clock was set back: they would lock for longer.

    Clocks of several machines differ by less than a minute.
    """
    soon = timezone.now() + timedelta(minutes=1)
    AccessAttempt.objects.filter(attempt_time__gt=soon).delete()


def failures_from(request: Any) -> int:
    """Count an address's failures with whatever accounts, within the cool-off time."""
    attempts = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address,
        attempt_time__gte=get_cool_off_threshold(request),
    )
    return attempts.aggregate(failures=Sum("failures_since_start"))["failures"] or 0


class Busy(Exception):
    """This process checks one password, and another waits."""


class OneAtATimeBackend(ModelBackend):
    """Django's own, but it checks one password at a time in each process.

    A second waits for it, so that two colleagues can log in at the same moment; however
    many more try, the other threads answer visitors.
    """

    checking = threading.Lock()
    places = threading.BoundedSemaphore(2)

    def authenticate(self, *args: Any, **credentials: Any) -> Any:
        """Return the user, or None. Raises Busy."""
        if not self.places.acquire(blocking=False):
            raise Busy
        try:
            with self.checking:
                return super().authenticate(*args, **credentials)
        finally:
            self.places.release()


class BusyMiddleware:
    """Answers who logs in while two others do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        if not isinstance(error, Busy):
            return None
        detail = "Too many people are logging in. Try again in a second."
        return answer_failure(request, BUSY, detail, Retry_After="1")


def answer_locked_out(
    request: HttpRequest, response: HttpResponse, credentials: Credentials
) -> HttpResponse:
    """Answer 429 in place of the login form."""
    limits_hit.labels("logins").inc()
    minutes = settings.AXES_COOLOFF_TIME.total_seconds() / 60
    detail = (
        "Too many logins have failed from your address. "
        f"Try again in {minutes:.0f} minutes, or ask whoever runs this site."
    )
    seconds = f"{60 * minutes:.0f}"
    return answer_failure(request, TOO_MANY_REQUESTS, detail, Retry_After=seconds)
