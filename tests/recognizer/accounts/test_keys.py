"""A key is shown once, kept as a hash, and noted by the day it was last used on."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from recognizer.accounts.keys import create_key, find_key, revoke
from recognizer.models import ApiKey

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_key_is_found_again_by_what_was_shown_and_is_not_kept():
    key, secret = create_key("camera", ["predict"])
    assert find_key(secret) == key
    kept = ApiKey.objects.values().get()
    assert not any(secret[len(key.prefix) :] in str(value) for value in kept.values())
    assert secret.startswith(kept["prefix"])


def test_no_two_keys_are_alike():
    secrets = {create_key("camera", ["predict"])[1] for _ in range(5)}
    assert len(secrets) == 5


def test_its_last_use_is_written_once_a_day(django_assert_num_queries):
    _, secret = create_key("camera", ["predict"])
    with django_assert_num_queries(2):
        find_key(secret)
    with django_assert_num_queries(1):
        find_key(secret)
    assert ApiKey.objects.get().last_used_on == now().date()
    ApiKey.objects.update(last_used_on=now() - timedelta(days=1))
    with django_assert_num_queries(2):
        find_key(secret)


def test_revoking_twice_keeps_the_first_time():
    key, _ = create_key("camera", ["predict"])
    revoke(key)
    first = ApiKey.objects.get().revoked_at
    revoke(key)
    assert ApiKey.objects.get().revoked_at == first
