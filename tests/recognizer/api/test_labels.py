"""POST /api/v1/predictions/<id>/label/: reviewers label by the API, nobody else."""

import uuid

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange, Where
from tests.support.drawings import SEVEN, data_url, png

pytestmark = pytest.mark.database


@pytest.fixture
def drawing(db):
    return recognise(png(SEVEN), owner="somebody").drawing


@pytest.fixture
def reviewer(db, django_user_model):
    user = django_user_model.objects.create_user("anna", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_drawing"))
    return user


@pytest.fixture
def browser(reviewer):
    client = Client()
    client.force_login(reviewer)
    return client


def label(client, pk, body, **headers):
    url = f"/api/v1/predictions/{pk}/label/"
    return client.post(url, body, content_type="application/json", headers=headers)


def is_problem(response, status, detail):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert detail in response.json()["detail"]
    return not LabelChange.objects.exists()


def test_a_label_is_kept_with_who_set_it_and_where(browser, drawing, reviewer):
    response = label(browser, drawing.pk, {"digit": 7})
    assert response.status_code == 200
    assert response.json() == {
        "id": str(drawing.pk),
        "digit": 7,
        "number": "7",
        "word": "Seven",
        "waits_for": None,
    }
    change = LabelChange.objects.get()
    assert (change.to_label, change.by, change.where) == (7, reviewer, Where.API)


def test_a_label_may_be_a_number(browser, drawing):
    assert label(browser, drawing.pk, {"number": "42"}).json()["word"] == "Forty-two"
    assert LabelChange.objects.get().to_value == "42"
    drawing.refresh_from_db()
    assert (drawing.label, drawing.label_value) == (10, "42")


def test_null_is_not_a_digit_and_waits_for_a_second_opinion(browser, drawing):
    answer = label(browser, drawing.pk, {"digit": None}).json()
    assert (answer["digit"], answer["word"]) == (None, "Not a digit")
    assert answer["waits_for"] == "Second opinion"
    assert Drawing.objects.get().label == 10


def test_the_same_label_again_changes_nothing(browser, drawing):
    answers = [label(browser, drawing.pk, {"digit": 7}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert LabelChange.objects.count() == 1


def test_reviewers_who_disagree_are_told(browser, drawing, staff):
    label_drawing(drawing, 1, by=staff)
    answer = label(browser, drawing.pk, {"digit": 7}).json()
    assert (answer["digit"], answer["waits_for"]) == (7, "Reviewers disagree")


@pytest.mark.parametrize("digit", [10, -1, "7", "\u0667", 1.5, [], True])
def test_what_is_not_a_digit_cannot_be_a_label(browser, drawing, digit):
    assert is_problem(label(browser, drawing.pk, {"digit": digit}), 400, "0 to 9")


def test_a_label_has_to_be_named(browser, drawing):
    assert is_problem(label(browser, drawing.pk, {}), 400, "0 to 9")


def test_an_unknown_drawing_is_not_found(browser):
    response = label(browser, uuid.uuid4(), {"digit": 7})
    assert is_problem(response, 404, "no such drawing")


def test_a_visitor_cannot_label_even_the_own_drawing(api):
    answer = api.post(
        "/api/v1/predictions/",
        {"image": data_url(png(SEVEN))},
        format="json",
    ).json()
    assert is_problem(label(api, answer["id"], {"digit": 7}), 401, "credentials")


def test_staff_without_the_permission_cannot_label(drawing, django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_user("ben", is_staff=True))
    assert is_problem(label(client, drawing.pk, {"digit": 7}), 403, "reviewers")


def test_who_is_no_longer_staff_cannot_label(browser, drawing, reviewer):
    reviewer.is_staff = False
    reviewer.save()
    assert is_problem(label(browser, drawing.pk, {"digit": 7}), 403, "reviewers")


def test_a_label_needs_a_csrf_token(drawing, reviewer):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(reviewer)
    assert is_problem(label(browser, drawing.pk, {"digit": 7}), 403, "CSRF")
    browser.cookies["csrftoken"] = "t" * 32
    headers = {"X-CSRFToken": "t" * 32}
    assert label(browser, drawing.pk, {"digit": 7}, **headers).status_code == 200


def test_another_method_is_refused(browser, drawing):
    url = f"/api/v1/predictions/{drawing.pk}/label/"
    assert is_problem(browser.get(url), 405, ".")
