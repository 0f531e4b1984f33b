"""Readers of the environment: a missing or wrong value stops the start, by its name."""

import ipaddress
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LABEL = r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?"
NAME = rf"{LABEL}(\.{LABEL})*"
HOST = rf"({NAME}|\[[0-9a-f:.]+\])"
PORT = r"(:\d{1,5})?"
SECRET_LENGTH = 32  # characters; as hexadecimal digits still 128 bits
HOW_TO_MAKE_IT = "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
BROKER = (
    rf"redis\+socket:///\S+|(amqps?|pyamqp|sqs)://([^/?#\s]*@)?({HOST}{PORT})?(/\S*)?"
)
DATABASES = ("postgres", "postgresql", "sqlite")


def env(name):
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set; see docs/operating.md.")
    return value


def env_bool(name, default):
    value = os.environ.get(name, default)
    if value not in ("0", "1"):
        raise wrong(name, value, "0 or 1")
    return value == "1"


def env_choice(name, *choices):
    """One of the choices; the first is the default."""
    value = os.environ.get(name, choices[0])
    if value not in choices:
        raise wrong(name, value, " or ".join(choices))
    return value


def env_int(name, default, at_least=1, at_most=1000):
    value = os.environ.get(name, str(default))
    if not matches(r"\d{1,12}", value) or not at_least <= int(value) <= at_most:
        raise wrong(name, value, f"a whole number from {at_least} to {at_most}")
    return int(value)


def env_share(name, default, at_least=0, at_most=1):
    value = os.environ.get(name, default)
    is_number = matches(r"[01](\.\d+)?|\.\d+", value)
    if not is_number or not at_least <= float(value) <= at_most:
        raise wrong(name, value, f"a share from {at_least} to {at_most}")
    return float(value)


def env_list(name):
    parts = os.environ.get(name, "").split(",")
    return [part.strip() for part in parts if part.strip()]


def env_rate(name, default):
    """A throttle rate like 120/min; empty is no limit."""
    value = os.environ.get(name, default).strip()
    if value and not matches(r"[1-9]\d{0,8}/(s|sec|m|min|h|hour|d|day)", value):
        raise wrong(name, value, "a rate like 120/min")
    return value or None


def env_path(name, default):
    """A URL path below /, such as admin/."""
    value = os.environ.get(name, default)
    if not re.fullmatch(r"([\w~-][\w.~-]*/)+", value):
        raise wrong(name, value, "a path like admin/")
    return value


def env_folder(name, default):
    """An absolute path, since each program may be started elsewhere."""
    value = os.environ.get(name, "").strip()
    if value and not os.path.isabs(value):
        raise wrong(name, value, "an absolute path such as /var/lib/digitsite")
    return Path(value or default)


def env_secret(name):
    return strong(name, env(name))


def env_secrets(name):
    return [strong(name, value) for value in env_list(name)]


def strong(name, secret):
    """Return the secret if nobody can guess it. An error does not show it."""
    if secret.startswith("django-insecure-"):
        raise ImproperlyConfigured(f"{name} is an example; make one: {HOW_TO_MAKE_IT}")
    if len(secret) < SECRET_LENGTH or len(set(secret)) < SECRET_LENGTH // 4:
        raise ImproperlyConfigured(
            f"{name} is easily guessed; make one: {HOW_TO_MAKE_IT}"
        )
    return secret


def env_host(name, default):
    """What to listen on, as it stands before the colon of the port: [::1]."""
    value = os.environ.get(name, default).strip()
    try:
        address = ipaddress.ip_address(value.removeprefix("[").removesuffix("]"))
        return f"[{address}]" if address.version == 6 else str(address)
    except ValueError:
        if not matches(NAME, value):
            raise wrong(name, value, "an address or a host name, no port") from None
        return value


def env_hosts(name):
    """Names that the site answers to. Not *: a forged Host would end in our links."""
    values = env_list(name)
    for value in values:
        if not matches(rf"\.{NAME}|{HOST}", value):
            raise wrong(
                name, value, "names like digits.example, no scheme, port, path or *"
            )
    return values


def env_origins(name):
    values = env_list(name)
    for value in values:
        if not matches(rf"https?://(\*\.{NAME}|{HOST}){PORT}", value):
            raise wrong(name, value, "origins like https://digits.example, no path")
    return values


def env_cors_origins(name):
    """Origins whose scripts may call the API; or "*" alone: all of them."""
    values = env_list(name)
    for value in values:
        is_origin = matches(rf"https?://{HOST}{PORT}", value) and has_port(value)
        if values != ["*"] and not is_origin:
            raise wrong(name, value, "origins like https://digits.example, or * alone")
    return [value.lower() for value in values]  # as browsers write them


def env_database_url(name):
    value = env(name)
    scheme = value.partition(":")[0]
    if scheme not in DATABASES:
        raise wrong(name, f"{scheme}:...", "postgres://... or sqlite:///...")
    return value


def env_cache_url(name):
    """Where Redis is; empty: nowhere. An error does not show it: it has a password."""
    value = os.environ.get(name, "").strip()
    scheme = value.partition(":")[0]
    if value and not is_redis_url(value):
        raise wrong(name, f"{scheme}:...", "redis://host:6379/0")
    return value


def env_broker_url(name):
    """Where the broker of the jobs is; empty: nowhere. It may have a password, too."""
    value = os.environ.get(name, "").strip()
    scheme = value.partition(":")[0]
    is_redis = matches("rediss?", scheme)
    if value and not (is_redis_url(value) if is_redis else matches(BROKER, value)):
        raise wrong(name, f"{scheme}:...", "a broker of Celery's: redis://host:6379/0")
    return value


def env_dsn(name):
    """Where errors are reported; empty: nowhere. An error does not show its key."""
    value = os.environ.get(name, "").strip()
    address = rf"https?://[^/?#@\s]+@{HOST}{PORT}/([\w/-]+/)?\d+"
    if value and not (matches(address, value) and has_port(value)):
        raise ImproperlyConfigured(f"{name} is wrong; use https://key@host/project.")
    return value


def is_redis_url(value):
    server = rf"rediss?://([^/?#\s]*@)?{HOST}{PORT}(/\d+)?"
    socket = r"unix:///[^?#\s]+(\?db=\d+)?"
    return matches(f"{server}|{socket}", value) and has_port(value)


def has_port(url):
    """Return whether the port can be one, if there is any."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def matches(pattern, value):
    """Return whether the whole value fits; its digits are 0 to 9 of ASCII."""
    return re.fullmatch(pattern, value, re.ASCII | re.IGNORECASE)


def wrong(name, value, right):
    return ImproperlyConfigured(f"{name} is {value!r}; use {right}.")
