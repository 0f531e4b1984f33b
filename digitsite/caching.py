"""Django's cache: in Redis where there is one, else in each process."""

from typing import Any

PATIENCE = 0.1  # seconds for a connection, and again for an answer


def cache(url: str, *, verify: bool = True) -> dict[str, Any]:
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    options = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "digitsite",
        "OPTIONS": options | tls(url, verify),
    }


def tls(url: str, verify: bool) -> dict[str, str]:
    """What a Redis over TLS whose certificate nobody has signed needs."""
    return {} if verify or not url.startswith("rediss:") else {"ssl_cert_reqs": "none"}
