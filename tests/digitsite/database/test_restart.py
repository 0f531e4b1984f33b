"""PostgreSQL is started anew between two requests: none of them notices."""

import pytest
from django.db import close_old_connections, connection

from tests.support.postgres import restart

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no server."
)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_closed_is_opened_anew(client):
    address = "/api/v1/versions/"
    assert begin_request(client, address).status_code == 200
    restart()
    assert begin_request(client, address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_lives_is_not_asked(client, django_assert_num_queries):
    begin_request(client, "/api/v1/versions/")
    before = connection.connection
    close_old_connections()
    with django_assert_num_queries(1), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert connection.connection is before


def begin_request(client, address):
    """As a server does; Django's test client keeps its connection as it is."""
    close_old_connections()
    return client.get(address)
