"""What each client has asked lately, counted in Redis for all workers and machines."""

from collections.abc import Sequence
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from digitsite.caching import PATIENCE
from recognizer.accounts.rates import Count, NotCounted, Rate

SCRIPT = Path(__file__).with_name("count_requests.lua").read_text()


class SharedCounts:
    """As ProcessCounts. Raises NotCounted."""

    def __init__(self, url: str) -> None:
        client = Redis.from_url(
            url,
            socket_connect_timeout=PATIENCE,
            socket_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        self._count = client.register_script(SCRIPT)

    def add(self, clients: Sequence[str], rate: Rate, cost: int) -> Count:
        """Count a request for each of these if the rate allows it for all of them."""
        keys = [f"digitsite:asked:{client}:{rate.seconds}" for client in clients]
        arguments = [rate.limit, 1000 * rate.seconds, cost]
        try:
            used, reset, wait = self._count(keys, arguments)
        except RedisError as error:
            raise NotCounted(str(error)) from error
        remaining = max(rate.limit - used, 0)
        return Count(not wait, rate.limit, remaining, reset / 1000, wait / 1000)
