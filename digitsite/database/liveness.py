"""Whether the database answers at all, asked by a thread of its own."""

import logging
import select
import threading
import time
from contextlib import closing
from typing import Any

import psycopg2
from django.db import connection as django_connection
from psycopg2.extensions import POLL_OK, POLL_READ, POLL_WRITE
from psycopg2.extensions import connection as PostgreSQLConnection

log = logging.getLogger(__name__)

ATTEMPT = 5.0  # s that one connection is asked; then another may reach a new server
EVENTS = {POLL_READ: select.POLLIN, POLL_WRITE: select.POLLOUT}


class Liveness:
    """Tells a silent database from a slow statement; shared by all threads."""

    def __init__(self) -> None:
        self.patience = 3.0  # s without any answer, after which it is silent
        self._asking = threading.Lock()
        self._heard = time.monotonic()  # when any statement was answered

    @property
    def silent(self) -> bool:
        """It is asked in vain, and has answered nothing else meanwhile."""
        return self._asking.locked() and self._since_heard() > self.patience * 2 / 3

    def hear(self) -> None:
        """Note that a statement was answered."""
        self._heard = time.monotonic()

    def doubt(self) -> None:
        """Ask the database, unless it is being asked or has answered just now."""
        if self._since_heard() < self.patience / 3:
            return
        if self._asking.acquire(blocking=False):
            self.hear()  # nothing from now on
            try:
                threading.Thread(target=self._ask, name="liveness", daemon=True).start()
            except RuntimeError:  # no thread to be had: the next one may ask
                self._asking.release()

    def refuse(self) -> None:
        """Raise OperationalError while the database is silent."""
        if self.silent:
            raise psycopg2.OperationalError("The database does not answer.")

    def _since_heard(self) -> float:
        return time.monotonic() - self._heard

    def _ask(self) -> None:
        try:
            parameters = django_connection.get_connection_params()
            parameters["connection_factory"] = None  # LivingConnection would refuse
            if not replies(parameters):
                log.error("The database does not answer.")
                while not replies(parameters):
                    pass  # it has waited for ATTEMPT
                log.info("The database answers again.")
        finally:
            self.hear()
            self._asking.release()


liveness = Liveness()  # this process's own


class LivingConnection(PostgreSQLConnection):
    """Is not opened while the database is silent, and would only fill its queue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        liveness.refuse()
        super().__init__(*args, **kwargs)


def replies(parameters: dict[str, Any]) -> bool:
    """Whether it replies within ATTEMPT to a new connection, be it by an error."""
    until = time.monotonic() + ATTEMPT
    try:
        with closing(psycopg2.connect(**parameters, async_=True)) as connection:
            if not finish(connection, until):
                return False
            connection.cursor().execute("SELECT 1")  # a pooler itself would connect
            return finish(connection, until)
    except psycopg2.Error:
        return True  # whoever connects is told so as quickly


def finish(connection: Any, until: float) -> bool:
    """Whether what the connection has begun ends before that time."""
    while (state := connection.poll()) != POLL_OK:
        if not is_ready(connection, state, until - time.monotonic()):
            return False
    return True


def is_ready(connection: Any, state: int, seconds: float) -> bool:
    """Wait so long until the connection can be read or written, as `state` asks."""
    poll = select.poll()
    poll.register(connection.fileno(), EVENTS[state])
    return bool(poll.poll(max(0, seconds) * 1000))
