"""Where ADMIN_SECOND_FACTOR asks for it, a password alone opens nothing."""

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from digitsite.second_factor.devices import new_recovery_codes
from recognizer.drawings.recognition import recognise
from tests.support.drawings import SEVEN, png
from tests.support.second_factor import PAGE, code_of, enter, keep_device

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WRONG = "not it"


@pytest.fixture
def half(settings, staff):
    """A browser that has given the password alone."""
    settings.ADMIN_SECOND_FACTOR = True
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def device(staff):
    return keep_device(staff)


def test_the_admin_asks_for_a_code(half, device):
    answer = half.get("/admin/recognizer/drawing/?page=2")
    assert answer.status_code == 302
    assert answer.url.startswith(f"{PAGE}?next=%2Fadmin%2Frecognizer%2Fdrawing")
    assert b"Six digits" in half.get(answer.url).content


def test_a_code_opens_the_page_that_was_asked_for(half, device):
    there = "/admin/recognizer/drawing/review/"
    answer = enter(half, code_of(device), next=there)
    assert answer.url == there
    assert half.get(there).status_code == 200


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", ""])
def test_it_leads_to_no_other_site(half, device, address):
    assert enter(half, code_of(device), next=address).url == "/admin/"


def test_until_then_the_api_and_the_pages_know_nobody(half, device):
    drawing = recognise(png(SEVEN)).drawing
    label = f"/api/v1/predictions/{drawing.pk}/label/"
    assert half.post(label, {"digit": 7}).status_code == 401
    assert half.get("/api/v1/jobs/").status_code in (401, 404)
    assert half.get("/").wsgi_request.user.is_anonymous
    enter(half, code_of(device))
    assert half.post(label, {"digit": 7}, "application/json").status_code == 200


def test_a_code_works_once(half, device):
    code = code_of(device)
    assert enter(half, code).status_code == 302
    again = Client()
    again.force_login(device.user)
    assert b"does not fit" in enter(again, code).content
    assert again.get("/admin/").status_code == 302


def test_wrong_codes_make_even_the_right_one_wait(half, device):
    for _ in range(3):
        enter(half, "000000")
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
    enter(half, "000000")
    answer = enter(half, code_of(device))
    assert b"Too many wrong codes. Try again in" in answer.content
    assert half.get("/admin/").status_code == 302


def test_a_recovery_code_works_once_and_says_how_many_are_left(half, device):
    code = new_recovery_codes(device.user)[3]
    answer = half.post(PAGE, {"code": f" {code.upper()} "}, follow=True)
    assert b"9 are left" in answer.content
    assert half.get("/admin/").status_code == 200
    again = Client()
    again.force_login(device.user)
    assert b"does not fit" in enter(again, code).content


@pytest.mark.parametrize("code", ["", WRONG, "\0", "9" * 400, "\u0663" * 6, "<b>"])
def test_what_is_no_code_is_refused(half, device, code):
    answer = enter(half, code)
    assert answer.status_code == 200
    assert b'role="alert"' in answer.content
    assert half.get("/admin/").status_code == 302


def test_who_is_somebody_else_logs_in_anew(half, device):
    assert half.post(PAGE, {"cancel": ""}).url == "/admin/login/"
    assert half.get("/admin/login/").status_code == 200


def test_nobody_else_sees_the_page(settings, client, device):
    settings.ADMIN_SECOND_FACTOR = True
    assert client.get(PAGE).url.startswith("/admin/login/")
    assert client.post(PAGE, {"code": code_of(device)}).status_code == 302
    assert client.get("/admin/").status_code == 302


def test_without_the_setting_nothing_changes(
    admin, client, device, django_assert_num_queries
):
    assert admin.get("/admin/").status_code == 200
    assert admin.get(PAGE).status_code == 404
    assert b"second-factor" not in admin.get("/admin/").content
    with django_assert_num_queries(0):
        client.get("/")
