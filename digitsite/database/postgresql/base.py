"""A connection that was idle is looked at, not asked."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for CONN_HEALTH_CHECKS it sends no statement.

    It does so before a request's first statement, and a round trip costs as much as
    that. A server or pooler that has ended says so on the connection; one that fell
    silent is noticed by waiting.py.
    """

    def is_usable(self) -> bool:
        """Nothing is to be read: the other end neither closed it nor failed."""
        if self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0)
