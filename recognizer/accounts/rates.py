"""How much is allowed in how long, and what a count of it came to."""

import re
from dataclasses import dataclass
from functools import cache

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}  # by the unit's first letter


@dataclass(frozen=True)
class Rate:
    """At most `limit` in any `seconds` on end."""

    limit: int
    seconds: int


@dataclass(frozen=True)
class Count:
    """Whether a request was allowed, and what is left of its rate."""

    is_allowed: bool
    limit: int
    remaining: int
    reset: float  # seconds until some of what is counted counts no longer
    wait: float  # seconds until this request would be allowed; 0 if it is


class NotCounted(Exception):
    """Who counts for all workers does not answer; the message says why."""


@cache
def read_rate(text: str) -> Rate:
    """Return the rate that a setting such as 120/min says."""
    limit, unit = re.fullmatch(r"(\d+)/([smhd]).*", text).groups()  # type: ignore[union-attr]
    return Rate(int(limit), SECONDS[unit])
