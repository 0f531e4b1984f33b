"""DATABASES from a URL, tuned for many short requests."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from digitsite.database.liveness import LivingConnection

# libpq's parameters, but the last; the URL's win. A pooler does not see any of them.
POSTGRESQL = {
    "connect_timeout": 3,  # s
    # A peer that vanished is noticed after half a minute, also by a fine-tune.
    "keepalives_idle": 15,  # s
    "keepalives_interval": 5,  # s
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # ms
    "connection_factory": LivingConnection,
}
SQLITE = {
    # Writers queue instead of failing, and readers never wait for them.
    "timeout": 20,  # s
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def database(
    url: str, base_dir: Path, *, pooled: bool = False, setting: str = "DATABASE_URL"
) -> Any:
    """Return Django's settings for a database URL. Raises ImproperlyConfigured."""
    try:
        parsed = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    except (dj_database_url.ParseError, ValueError):
        # Their messages may show a part of the password.
        raise ImproperlyConfigured(
            f"{setting} cannot be read; percent-encode :/?#@ in its password."
        ) from None
    if parsed["ENGINE"].endswith("sqlite3"):
        if parsed["NAME"] != ":memory:":
            # A relative path starts here. Django takes a Path, whatever the hint says.
            parsed["NAME"] = base_dir / parsed["NAME"]  # type: ignore[typeddict-item]
        parsed["OPTIONS"] = SQLITE
    else:
        parsed["ENGINE"] = "digitsite.database.postgresql"
        # Behind a pooler the next statement may meet a session without the cursor.
        parsed["DISABLE_SERVER_SIDE_CURSORS"] = pooled
        parsed["OPTIONS"] = POSTGRESQL | parsed.get("OPTIONS", {})
        check_connect_timeout(setting, parsed["OPTIONS"]["connect_timeout"])
    return parsed


def check_connect_timeout(setting: str, seconds: object) -> None:
    if not isinstance(seconds, int) or seconds < 1:
        raise ImproperlyConfigured(
            f"{setting} has connect_timeout={seconds}; use whole seconds from 1."
        )
