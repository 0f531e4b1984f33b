"""How many requests one client may send."""

from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle

from digitsite.client_address import client_address
from digitsite.counters import limits_hit


class AddressThrottle(ScopedRateThrottle):
    """Counts by client address, for each `throttle_scope` of a view on its own."""

    def get_ident(self, request: Request) -> str:
        return client_address(request)

    def throttle_failure(self) -> bool:
        limits_hit.labels(self.scope).inc()
        return super().throttle_failure()
