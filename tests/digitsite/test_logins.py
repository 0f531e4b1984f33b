"""The admin's login is limited: by account and address, and by address alone."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as real
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from digitsite.logins import OneAtATimeBackend

pytestmark = pytest.mark.database

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
PASSWORD = "correct horse"
LIMIT, LIMIT_PER_ADDRESS = 2, 4  # so low to keep the tests quick

browser = Client()  # one: each new one looks at all static files


@pytest.fixture(autouse=True)
def quick(settings):
    settings.AXES_FAILURE_LIMIT = LIMIT
    settings.LOGIN_FAILURES_PER_ADDRESS = LIMIT_PER_ADDRESS
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def anna(db, django_user_model):
    return django_user_model.objects.create_superuser("anna", password=PASSWORD)


def log_in(account="anna", password=PASSWORD, address=HERE, **headers):
    form = {"username": account, "password": password}
    browser.cookies.clear()
    return browser.post("/admin/login/", form, REMOTE_ADDR=address, headers=headers)


def fail(times=LIMIT, **how):
    return [log_in(password="wrong", **how).status_code for _ in range(times)]


def test_failures_lock_an_account_for_their_address_alone(anna):
    assert fail() == [200, 429]
    locked = log_in()
    assert locked.status_code == 429
    assert locked["Retry-After"] == "900"
    assert b"Try again in 15 minutes, or ask whoever runs this site." in locked.content
    assert log_in(address=ELSEWHERE).status_code == 302


def test_an_address_that_tries_many_accounts_is_locked_out(anna):
    for number in range(LIMIT_PER_ADDRESS):
        assert fail(1, account=f"user{number}") == [200]
    assert log_in().status_code == 429
    assert log_in(address=ELSEWHERE).status_code == 302


def test_a_login_forgets_the_failures_before_it(anna):
    fail(LIMIT - 1)
    assert log_in().status_code == 302
    assert fail(LIMIT - 1) == [200]


def test_a_lockout_ends_and_its_rows_go(anna):
    fail(LIMIT + 1)
    old = timezone.now() - real.AXES_COOLOFF_TIME - timedelta(seconds=1)
    AccessAttempt.objects.update(attempt_time=old)
    assert log_in().status_code == 302
    assert not AccessAttempt.objects.exists()


def test_a_lockout_is_no_longer_where_the_clock_is_set_back(anna):
    fail()
    AccessAttempt.objects.update(attempt_time=timezone.now() + timedelta(hours=1))
    assert log_in().status_code == 302


def test_an_operator_unlocks_an_account(anna):
    fail()
    call_command("axes_reset_username", "anna")
    assert log_in().status_code == 302


def test_who_finds_one_waiting_already_is_asked_to_come_again(anna):
    with OneAtATimeBackend.places, OneAtATimeBackend.places:
        waiting = log_in()
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "1")
    assert b"Too many people are logging in." in waiting.content
    assert not AccessAttempt.objects.exists()
    assert log_in().status_code == 302


@pytest.mark.parametrize(
    ("address", "other", "status"),
    [
        ("2001:db8::1", "2001:db8::2", 429),  # one customer's network
        ("2001:db8::1", "2001:db8:0:1::1", 302),
        ("", "", 429),  # a socket has no address
    ],
)
def test_a_network_counts_as_one_address(anna, address, other, status):
    fail(address=address)
    assert log_in(address=other).status_code == status


def test_behind_a_proxy_each_client_counts_alone(anna, settings):
    settings.NUM_PROXIES = 1
    fail(x_forwarded_for=f"{ELSEWHERE}, {HERE}:4711")
    assert log_in(x_forwarded_for=HERE).status_code == 429
    assert log_in(x_forwarded_for=ELSEWHERE).status_code == 302


@pytest.mark.parametrize("account", ["a" * 300, "anna\0", ""])
def test_a_name_that_no_account_has_is_answered_too(db, account):
    assert fail(1, account=account, user_agent="\xff" * 300) == [200]


def test_visitors_cost_no_query_for_it(db, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/").status_code == 200
