"""How long a web process waits for the database: psycopg2 waits in a function here.

PostgreSQL's own limits do not help where the server itself has stopped, and a pooler
refuses or mixes up what a session sets; so the client gives up. Commands wait on.
"""

import threading
import time
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg2 import OperationalError
from psycopg2.extensions import (
    POLL_OK,
    STATUS_BEGIN,
    STATUS_PREPARED,
    STATUS_READY,
    set_wait_callback,
)

from digitsite.database.liveness import is_ready, liveness

CONNECTED = (STATUS_READY, STATUS_BEGIN, STATUS_PREPARED)
LOOK = 0.25  # s between two looks at the clock

_limits = threading.local()


def install() -> None:
    """Limit from now on how long this process waits for its database."""
    if connection.vendor == "postgresql":
        liveness.patience = connection.settings_dict["OPTIONS"]["connect_timeout"]
        set_wait_callback(wait)
    connection_created.connect(prepare)


def limit_statements(seconds: float) -> None:
    """Let this thread wait so long for a statement, until it is told otherwise."""
    _limits.statement = seconds


def wait(connection: Any) -> None:
    """Wait for PostgreSQL's answer: psycopg2's wait callback.

    Raises OperationalError after the limit, and as soon as the database is silent;
    psycopg2 then closes the connection.
    """
    began = time.monotonic()
    connected = connection.status in CONNECTED
    while (state := connection.poll()) != POLL_OK:
        if not is_ready(connection, state, LOOK):
            check(time.monotonic() - began, connected)
    if connected:
        liveness.hear()


def check(waited: float, connected: bool) -> None:
    """Raise OperationalError if whoever has waited so long shall wait no longer."""
    if waited > liveness.patience / 3:
        liveness.doubt()
    liveness.refuse()
    limit = liveness.patience
    if connected:
        limit = getattr(_limits, "statement", settings.STATEMENT_SECONDS)
    if waited > limit:
        raise OperationalError(f"The database took longer than {limit:g} s.")


def prepare(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Tell the database to give up, too, what nobody waits for any more."""
    with suppress(DatabaseError), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Else a statement that waits for a lock waits on without its client. What
            # a pooler gives to another session does no harm there. Not on Windows.
            cursor.execute("SET client_connection_check_interval = '1s'")
        else:
            cursor.execute(f"PRAGMA busy_timeout = {settings.STATEMENT_SECONDS * 1000}")
