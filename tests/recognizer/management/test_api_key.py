"""manage.py api_key: keys are made, listed, revoked and deleted."""

import re

import pytest
from django.core.management import CommandError

from recognizer.models import ApiKey, Drawing
from tests.support.commands import command
from tests.support.keys import bearer, client_with, send

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def create(*arguments):
    """The key that the command shows."""
    return re.search("dsk_[0-9a-f]{64}", command("api_key", "create", *arguments))[0]


def test_a_key_is_made_and_works():
    client = bearer(create("camera", "--scopes", "predict", "--expires", "2099-01-01"))
    assert send(client).status_code == 201
    assert client.get("/api/v1/predictions/").status_code == 403
    assert ApiKey.objects.get().expires_at.year == 2099


def test_a_reviewers_key_names_the_reviewer(staff):
    with pytest.raises(CommandError, match="--user"):
        create("desk", "--scopes", "review")
    create("desk", "--scopes", "review,read", "--user", "staff")
    key = ApiKey.objects.get()
    assert (key.user, key.scopes) == (staff, ["read", "review"])


@pytest.mark.parametrize(
    "option", ["--scopes=all", "--scopes=", "--expires=soon", "--user=nobody"]
)
def test_what_is_wrong_makes_no_key(option):
    with pytest.raises(CommandError):
        create("camera", option)
    assert not ApiKey.objects.exists()


def test_the_list_shows_each_key_and_none_whole():
    client, _ = client_with(name="scanner")
    send(client)
    secret = create("camera")
    lines = command("api_key", "list").splitlines()
    assert [line.split()[0] for line in lines] == list(
        ApiKey.objects.values_list("prefix", flat=True)
    )
    assert "camera" in lines[0]
    assert "never used" in lines[0]
    assert "last used 20" in lines[1]
    assert secret not in "".join(lines)


def test_a_key_is_revoked_by_how_it_begins():
    client, key = client_with()
    command("api_key", "revoke", f"{key.prefix}...")
    assert send(client).status_code == 401
    with pytest.raises(CommandError, match="No key"):
        command("api_key", "revoke", "dsk_")


@pytest.mark.parametrize(("drawings", "left"), [("keep", 1), ("forget", 0)])
def test_a_key_is_deleted_as_asked(drawings, left):
    client, key = client_with()
    send(client)
    command("api_key", "delete", key.prefix, "--drawings", drawings, "--yes")
    assert not ApiKey.objects.exists()
    assert Drawing.objects.count() == left
