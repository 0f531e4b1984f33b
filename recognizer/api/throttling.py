"""How much one client may ask, and how each answer says what is left of it."""

import math
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework.exceptions import AuthenticationFailed, ErrorDetail, Throttled
from rest_framework.request import Request
from rest_framework.views import APIView

from digitsite.client_address import client_address
from digitsite.counters import limits_hit
from recognizer.accounts.identity import identity_of
from recognizer.accounts.limits import LimitScope, count_request
from recognizer.accounts.rates import Count

TOO_MANY = {
    "drawings": gettext_noop("Too many drawings at once. Wait a moment."),
    "live": gettext_noop("Too many drawings at once. Wait a moment."),
    "reads": gettext_noop("Too many requests at once. Wait a moment."),
}


class LimitedView(APIView):
    """A view that counts each request as its `throttle_scope` says."""

    throttle_scope: LimitScope = "reads"
    count: Count | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let in who may ask. A key that is refused counts for its address."""
        try:
            super().initial(request, *args, **kwargs)
        except AuthenticationFailed:
            self.check_throttles(request)
            raise

    def check_throttles(self, request: Request) -> None:
        if not self.count_if_allowed(request, 1):
            self.refuse(request)

    def charge_others(self, request: Request, number: int) -> None:
        """Count so many more drawings: the request has counted for one already.

        Raises Throttled, with the time until all may be sent again.
        """
        costs = number, number + 1  # now, and when it is sent again
        if not any(self.count_if_allowed(request, cost) for cost in costs):
            self.refuse(request)

    def count_if_allowed(self, request: Request, cost: int) -> bool:
        identity, address = identity_of(request), client_address(request)
        self.count = count_request(identity, address, self.throttle_scope, cost)
        return self.count is None or self.count.is_allowed

    def refuse(self, request: Request) -> NoReturn:
        assert self.count is not None
        limits_hit.labels(self.throttle_scope).inc()
        self.throttled(request, self.count.wait)

    def throttled(self, request: Request, wait: float) -> NoReturn:
        error = Throttled(wait)
        # Without the number of seconds, which REST framework would add.
        error.detail = ErrorDetail(_(TOO_MANY[self.throttle_scope]), error.default_code)
        raise error

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.count:
            response.headers["RateLimit-Limit"] = str(self.count.limit)
            response.headers["RateLimit-Remaining"] = str(self.count.remaining)
            response.headers["RateLimit-Reset"] = str(math.ceil(self.count.reset))
        return response
