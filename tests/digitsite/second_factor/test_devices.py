"""Staff set up a device themselves, and a colleague helps who has lost theirs."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.support.second_factor import PAGE, code_of, enter, keep_device

pytestmark = [pytest.mark.database, pytest.mark.django_db]
USERS = "/admin/auth/user/"


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.ADMIN_SECOND_FACTOR = True


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def log_in_fully(user):
    client = log_in(user)
    assert enter(client, code_of(keep_device(user))).status_code == 302
    return client


def reset(client, *users):
    form = {"action": "reset_second_step", "_selected_action": [u.pk for u in users]}
    return client.post(USERS, form)


def test_the_first_login_sets_up_a_device_and_shows_recovery_codes_once(staff):
    client = log_in(staff)
    text = client.get("/admin/", follow=True).content.decode()
    device = TOTPDevice.objects.get(user=staff, confirmed=False)
    assert "<svg" in text
    secret = re.search('class="secret">([A-Z2-7 ]+)<', text)[1]
    assert secret.replace(" ", "") in device.config_url
    text = enter(client, code_of(device)).content.decode()
    shown = set(re.findall("<li><code>([a-z2-7]{8})</code>", text))
    assert shown == set(StaticToken.objects.values_list("token", flat=True))
    assert len(shown) == 10
    assert client.get("/admin/").status_code == 200
    assert not any(code in client.get(PAGE).content.decode() for code in shown)


def test_a_wrong_code_sets_up_nothing(staff):
    client = log_in(staff)
    secret = client.get(PAGE).content
    assert b"does not fit" in enter(client, "000000").content
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    assert client.get("/admin/").status_code == 302
    device = TOTPDevice.objects.get()
    assert device.key  # the same secret is still there to be scanned
    assert b"<svg" in secret


def test_a_secret_that_another_session_saw_is_not_set_up(staff):
    """Who knows the password looks at the secret, and leaves it to its owner."""
    log_in(staff).get(PAGE)
    seen = TOTPDevice.objects.get().key
    owners = log_in(staff)
    owners.get(PAGE)
    new = TOTPDevice.objects.get()
    assert new.key != seen
    assert b"Recovery codes" in enter(owners, code_of(new)).content


def test_another_device_takes_the_first_ones_place(staff):
    client = log_in_fully(staff)
    client.post(PAGE, {"set_up": ""})
    new = TOTPDevice.objects.get(confirmed=False)
    enter(client, code_of(new))
    assert TOTPDevice.objects.get() == new
    assert client.get("/admin/").status_code == 200


def test_new_recovery_codes_take_the_place_of_those_before(staff):
    client = log_in_fully(staff)
    client.post(PAGE, {"recovery_codes": ""})
    before = set(StaticToken.objects.values_list("token", flat=True))
    client.post(PAGE, {"recovery_codes": ""})
    after = set(StaticToken.objects.values_list("token", flat=True))
    assert len(after) == 10
    assert not before & after
    assert client.get("/admin/").status_code == 200


def test_a_colleague_resets_a_lost_device(staff, django_user_model):
    anna = django_user_model.objects.create_superuser("anna")
    hers = log_in_fully(anna)
    answer = reset(log_in_fully(staff), anna)
    assert answer.status_code == 302
    assert not TOTPDevice.objects.filter(user=anna).exists()
    assert hers.get("/admin/").status_code == 302  # whoever has her phone is out
    assert LogEntry.objects.get().object_id == str(anna.pk)


def test_who_is_no_superuser_resets_no_superuser(staff):
    keep_device(staff)
    helper = User.objects.create(username="helper", is_staff=True)
    names = ("view_user", "change_user")
    helper.user_permissions.set(Permission.objects.filter(codename__in=names))
    reset(log_in_fully(helper), staff)
    assert TOTPDevice.objects.filter(user=staff).exists()


def test_who_may_not_change_accounts_resets_none(staff):
    keep_device(staff)
    reviewer = User.objects.create(username="reviewer", is_staff=True)
    reviewer.groups.add(Group.objects.get(name="Reviewer"))
    assert reset(log_in_fully(reviewer), staff).status_code == 403
    assert TOTPDevice.objects.filter(user=staff).exists()


def test_the_list_of_accounts_says_who_has_one(staff):
    text = log_in_fully(staff).get(USERS).content.decode()
    assert "Second step" in text
    assert "icon-yes" in text


def test_the_last_superuser_is_reset_by_a_command(staff, capsys):
    keep_device(staff)
    call_command("reset_second_step", "staff")
    assert not TOTPDevice.objects.exists()
    assert "staff sets up a second step" in capsys.readouterr().out


@pytest.mark.parametrize("model", ["totpdevice", "staticdevice"])
def test_no_page_of_the_admin_shows_secrets(staff, model):
    client = log_in_fully(staff)
    assert client.get(f"/admin/otp_{model[:4]}/{model}/").status_code == 404
    assert client.get(f"/admin/otp_{model[:6]}/{model}/").status_code == 404
