"""Who asks by address whether the site lives gets an answer; nobody else does."""

import pytest

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("path", "status"), [("/livez", 200), ("/readyz", 200), ("/", 400)]
)
def test_load_balancers_ask_by_address(client, path, status):
    assert client.get(path, headers={"host": "10.0.0.5:8000"}).status_code == status
