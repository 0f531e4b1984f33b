"""How much each may ask: by key, by visitor and by address."""

from typing import Literal

from django.conf import settings

from recognizer.accounts.identity import Identity
from recognizer.accounts.limiter import Limiter
from recognizer.accounts.rates import Count, read_rate

LimitScope = Literal["drawings", "live", "reads"]
SETTINGS: dict[LimitScope, str] = {
    "drawings": "THROTTLE_ANON",
    "live": "THROTTLE_LIVE",
    "reads": "THROTTLE_READS",
}

limiter = Limiter(settings.CACHE_URL)  # of this process


def count_request(
    identity: Identity, address: str, scope: LimitScope, cost: int = 1
) -> Count | None:
    """Count a request, or a batch as so many; None where there is no limit."""
    is_client = identity.kind == "client"
    rate = getattr(settings, "THROTTLE_CLIENT" if is_client else SETTINGS[scope])
    if rate is None:
        return None
    names = [f"{scope}:{who}" for who in counted_as(identity, address, scope)]
    return limiter.add(names, read_rate(rate), cost)


def counted_as(identity: Identity, address: str, scope: LimitScope) -> list[str]:
    """Return for whom a request counts: all of them have to have some left.

    Whoever draws counts for their address too, since cookies cost nothing. To read
    needs the cookie of somebody who drew: a class behind one address reads as many.
    """
    if identity.owner and (identity.kind == "client" or scope == "reads"):
        return [identity.owner]
    return [address, identity.owner] if identity.owner else [address]
