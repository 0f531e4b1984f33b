"""API keys in the admin: shown once, revoked at once, deleted as asked."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from recognizer.models import ApiKey, Drawing, Scope
from tests.support.drawings import ONE
from tests.support.keys import bearer, client_with, send

pytestmark = [pytest.mark.database, pytest.mark.django_db]
KEYS = "/admin/recognizer/apikey/"
SECRET = re.compile(r'value="(dsk_[0-9a-f]{64})"')


@pytest.fixture
def operator(django_user_model):
    user = django_user_model.objects.create_user("olga", is_staff=True)
    user.groups.add(Group.objects.get(name="Operator"))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def make(client, **changes):
    form = {"name": "camera", "scopes": ["predict", "read"]} | changes
    return client.post(f"{KEYS}add/", form)


def delete(client, key, **form):
    return client.post(f"{KEYS}{key.pk}/delete/", {"post": "yes"} | form)


def test_an_operators_key_is_shown_once_and_works(operator):
    page = make(operator, user=operator.user.pk)
    [secret] = SECRET.findall(page.content.decode())
    assert "no-store" in page["Cache-Control"]
    assert send(bearer(secret)).status_code == 201
    key = ApiKey.objects.get()
    assert (key.user, key.scopes) == (operator.user, ["predict", "read"])
    for address in (KEYS, f"{KEYS}{key.pk}/change/", f"{KEYS}{key.pk}/history/"):
        content = operator.get(address).content.decode()
        assert key.prefix in content
        assert secret not in content


def test_an_operator_makes_no_key_that_labels_as_somebody_else(operator, staff):
    page = make(operator, user=staff.pk, scopes=["review"])
    assert "Select a valid choice" in page.content.decode()
    assert not ApiKey.objects.exists()


def test_a_superuser_makes_a_colleagues_key_that_ends_on_a_day(admin, operator):
    make(admin, user=operator.user.pk, expires_at="2027-01-01")
    key = ApiKey.objects.get()
    assert key.user == operator.user
    assert key.expires_at.isoformat() == "2027-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    "changes", [{"scopes": []}, {"scopes": ["all"]}, {"name": ""}, {"user": ""}]
)
def test_what_is_missing_or_wrong_makes_no_key(admin, staff, changes):
    assert make(admin, **{"user": staff.pk} | changes).status_code == 200
    assert not ApiKey.objects.exists()


def test_an_operator_makes_no_colleagues_key_do_more(operator, staff):
    _, key = client_with(user=staff)
    form = {"name": "camera", "scopes": ["review"], "expires_at": "2099-01-01"}
    operator.post(f"{KEYS}{key.pk}/change/", form)
    kept = ApiKey.objects.get()
    assert (kept.scopes, kept.expires_at) == (key.scopes, None)


def test_changing_a_key_leaves_its_user_and_what_is_kept_of_it(admin, staff, operator):
    _, key = client_with(user=staff)
    form = {"name": "scanner", "scopes": ["read"], "user": operator.user.pk}
    admin.post(f"{KEYS}{key.pk}/change/", form)
    changed = ApiKey.objects.get()
    assert (changed.name, changed.scopes, changed.user) == ("scanner", ["read"], staff)
    assert (changed.prefix, changed.digest) == (key.prefix, key.digest)


def test_a_key_is_revoked_from_the_list(operator):
    client, key = client_with()
    other, _ = client_with()
    form = {"action": "revoke_keys", "_selected_action": [key.pk]}
    page = operator.post(KEYS, form, follow=True).content.decode()
    assert f"Revoked camera ({key.prefix}...)." in page
    assert send(client).status_code == 401
    assert send(other).status_code == 201
    assert ApiKey.objects.get(pk=key.pk).state == "revoked"


def test_a_deleted_keys_drawings_stay_as_nobodys(operator):
    client, key = client_with()
    url = send(client).json()["url"]
    assert delete(operator, key, drawings="keep").status_code == 302
    assert send(client).status_code == 401
    assert Drawing.objects.count() == 1
    assert client_with()[0].get(url).status_code == 404


def test_a_deleted_keys_drawings_are_forgotten_where_that_is_asked(admin):
    client, key = client_with()
    send(client)
    send(client_with()[0], ONE)
    page = admin.get(f"{KEYS}{key.pk}/delete/").content.decode()
    assert "1 drawing, 1 prediction" in page
    delete(admin, key, drawings="forget")
    assert Drawing.objects.count() == ApiKey.objects.count() == 1


def test_a_key_is_not_deleted_before_it_is_said_what_becomes_of_them(admin):
    _, key = client_with()
    assert delete(admin, key).status_code == 400
    form = {"action": "delete_selected", "_selected_action": [key.pk], "post": "yes"}
    admin.post(KEYS, form)
    assert ApiKey.objects.exists()


def test_who_may_not_delete_drawings_deletes_none_with_a_key(operator):
    client, key = client_with()
    send(client)
    page = operator.get(f"{KEYS}{key.pk}/delete/").content.decode()
    assert 'value="forget"' not in page
    assert delete(operator, key, drawings="forget").status_code == 403
    assert Drawing.objects.exists()
    assert ApiKey.objects.exists()


def test_a_reviewer_sees_no_keys(django_user_model):
    user = django_user_model.objects.create_user("anna", is_staff=True)
    user.groups.add(Group.objects.get(name="Reviewer"))
    client = Client()
    client.force_login(user)
    _, key = client_with(Scope.READ)
    for address in (KEYS, f"{KEYS}add/", f"{KEYS}{key.pk}/delete/"):
        assert client.get(address).status_code == 403


def test_an_account_with_keys_is_not_deleted(admin, operator):
    client_with(user=operator.user)
    admin.post(f"/admin/auth/user/{operator.user.pk}/delete/", {"post": "yes"})
    assert ApiKey.objects.get().user == operator.user
