"""A web process gives up a slow statement, and so does PostgreSQL."""

import time

import pytest
from django.db import OperationalError, connection, transaction
from psycopg2.extensions import set_wait_callback

from digitsite.database.waiting import limit_statements, prepare, wait

RUNNING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE query = 'SELECT pg_sleep(30)' AND state = 'active'"
)


@pytest.fixture
def impatient(django_db_setup, django_db_blocker, settings):
    """As in a web process, but with a limit of 0.3 s."""
    connection.close()
    set_wait_callback(wait)
    limit_statements(0.3)
    with django_db_blocker.unblock():
        prepare(connection)
        yield
        connection.close()
    set_wait_callback(None)
    limit_statements(settings.STATEMENT_SECONDS)


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_a_slow_statement_ends_here_and_in_postgresql(impatient):
    with pytest.raises(OperationalError, match=r"took longer than 0\.3 s"):
        execute("SELECT pg_sleep(30)")
    assert not connection.is_usable()  # which has Django connect anew
    connection.close()
    end = time.monotonic() + 20
    while execute(RUNNING) != [(0,)]:
        assert time.monotonic() < end, "It sleeps on in PostgreSQL."
        time.sleep(0.1)


def test_a_long_download_is_not_cut(impatient):
    """The limit is for each statement: each part that a cursor on the server reads."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute("SELECT n, pg_sleep(0.15) FROM generate_series(1, 5) AS n")
        assert [cursor.fetchmany(1)[0][0] for _ in range(5)] == [1, 2, 3, 4, 5]
