"""Reviewers label and see; operators see versions too and may promote; no more."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, Job, LabelChange

pytestmark = pytest.mark.django_db
ADMIN = "/admin/recognizer/"
DRAWINGS = f"{ADMIN}drawing/"
SEEN_BY_BOTH = ["drawing/", "prediction/", "labelchange/", "job/"]
FOR_OPERATORS = ["modelversion/", "promotion/", "apikey/", "backup/"]
FOR_SUPERUSERS = ["/admin/auth/user/", "/admin/auth/group/", "/admin/auth/user/add/"]
RUN = {name for name, _ in Job._meta.permissions}
groups = import_module("recognizer.migrations.0005_groups")


@pytest.fixture
def member_of(django_user_model):
    def member_of(*names, **options):
        user = django_user_model.objects.create_user("anna", is_staff=True)
        user.groups.set(Group.objects.get(name=name) for name in names)
        client = Client(**options)
        client.force_login(user)
        return client

    return member_of


def in_the_list(client, drawing):
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "Save"}
    return client.post(
        DRAWINGS, form | {"form-0-id": drawing.pk, "form-0-label": 1}
    ).status_code


def on_its_page(client, drawing):
    form = {
        f"{name}-{part}_FORMS": 0
        for name in ("predictions", "label_changes")
        for part in ("TOTAL", "INITIAL")
    }
    return client.post(
        f"{DRAWINGS}{drawing.pk}/change/", form | {"label": 1}
    ).status_code


def by_the_api(client, drawing):
    url = f"/api/v1/predictions/{drawing.pk}/label/"
    return client.post(url, {"digit": 1}, content_type="application/json").status_code


LABELLING = pytest.mark.parametrize("label", [in_the_list, on_its_page, by_the_api])


def views_of(drawing):
    """Where a drawing is seen: list, page, picture."""
    return [DRAWINGS, *(f"{DRAWINGS}{drawing.pk}/{n}/" for n in ("change", "picture"))]


def delete(client, drawing):
    url = f"{DRAWINGS}{drawing.pk}/delete/"
    return client.post(url, {"post": "yes"}).status_code


# Reviewers


@LABELLING
def test_a_reviewer_labels(member_of, drawing, label):
    assert label(member_of("Reviewer"), drawing) in (200, 302)
    assert Drawing.objects.get().label == 1


@pytest.mark.parametrize("path", SEEN_BY_BOTH)
def test_a_reviewer_sees_drawings_answers_and_history(member_of, drawing, path):
    assert member_of("Reviewer").get(ADMIN + path).status_code == 200


@pytest.mark.parametrize("path", [ADMIN + path for path in FOR_OPERATORS])
@pytest.mark.parametrize("more", ["", "add/"])
def test_a_reviewer_neither_sees_nor_promotes_versions(member_of, path, more):
    assert member_of("Reviewer").get(path + more).status_code == 403


@pytest.mark.parametrize("group", ["Reviewer", "Operator"])
@pytest.mark.parametrize("path", FOR_SUPERUSERS)
def test_no_group_sees_or_makes_users_and_groups(member_of, group, path):
    assert member_of(group).get(path).status_code == 403


@pytest.mark.parametrize(
    "names", [["Reviewer"], ["Operator"], ["Reviewer", "Operator"]]
)
def test_no_group_deletes_drawings(member_of, drawing, names):
    assert delete(member_of(*names), drawing) == 403
    assert Drawing.objects.exists()


# Operators


@pytest.mark.parametrize("path", SEEN_BY_BOTH + FOR_OPERATORS)
def test_an_operator_sees_all_there_is_of_drawings_and_versions(member_of, path):
    assert member_of("Operator").get(ADMIN + path).status_code == 200


@LABELLING
def test_an_operator_cannot_label(member_of, drawing, label):
    client = member_of("Operator")
    assert {client.get(url).status_code for url in views_of(drawing)} == {200}
    assert label(client, drawing) == 403
    assert not LabelChange.objects.exists()


# Everybody else


@LABELLING
def test_staff_in_no_group_see_and_label_nothing(member_of, drawing, label):
    client = member_of()
    assert {client.get(url).status_code for url in views_of(drawing)} == {403}
    assert label(client, drawing) == 403
    assert not LabelChange.objects.exists()


@LABELLING
def test_visitors_are_asked_to_log_in(client, drawing, label):
    answers = [client.get(url) for url in views_of(drawing)]
    assert all("/admin/login/" in answer["Location"] for answer in answers)
    assert label(client, drawing) in (302, 401)
    assert not LabelChange.objects.exists()


def test_a_superuser_deletes_a_drawing_with_its_answers_and_history(
    admin, drawing, staff
):
    label_drawing(drawing, 7, by=staff)
    assert delete(admin, drawing) == 302
    assert not Drawing.objects.exists()
    assert not LabelChange.objects.exists()


# Other sites


@LABELLING
def test_another_sites_form_cannot_label(member_of, drawing, label):
    client = member_of("Reviewer", enforce_csrf_checks=True)
    assert label(client, drawing) == 403
    assert not LabelChange.objects.exists()


def test_no_label_page_can_be_framed(admin, drawing):
    pages = [*views_of(drawing), f"{ADMIN}labelchange/"]
    for answer in map(admin.get, pages):
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


# The groups themselves


@pytest.mark.parametrize(
    ("group", "acts"),
    [
        ("Reviewer", {"change_drawing", "run_export", "run_label_doctor"}),
        (
            "Operator",
            {"add_promotion", "add_apikey", "change_apikey", "delete_apikey"} | RUN,
        ),
    ],
)
def test_a_group_may_do_so_much_besides_seeing(group, acts):
    may = Group.objects.get(name=group).permissions.exclude(codename__startswith="view")
    assert set(may.values_list("codename", flat=True)) == acts


def test_groups_that_are_there_stay_as_somebody_changed_them():
    group = Group.objects.get(name="Reviewer")
    group.permissions.clear()
    groups.make_groups(apps, SimpleNamespace(connection=connection))
    assert not group.permissions.exists()
    assert Group.objects.count() == 2
