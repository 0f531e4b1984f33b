"""The review page: what it shows, and to whom."""

import uuid

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from recognizer.drawings.recognition import keep_claim, recognise
from tests.support.drawings import ONE, png
from tests.support.html import parse
from tests.support.keystrokes import LIST, REVIEW, press, take_back

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def allow(client, django_user_model, *permissions):
    user = django_user_model.objects.create_user("helper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def test_the_page_shows_what_waits_with_answer_reason_and_claim(admin, drawing):
    keep_claim(drawing, 1)
    cell = parse(admin.get(REVIEW)).one("li", class_="cell")
    assert cell.all("img", src=f"{LIST}{drawing.pk}/picture/")
    assert cell.all("b", "Seven")
    assert cell.all("span", "Visitor: One")
    assert cell.all("span", "The visitor disagrees")


def test_the_page_is_linked_from_the_index_with_the_number_and_from_the_list(
    admin, drawing
):
    index = parse(admin.get("/admin/"))
    assert index.all("a", href=REVIEW)
    assert "1 waiting for you" in index.text
    assert parse(admin.get(LIST)).all("a", href=REVIEW)


def test_no_more_are_counted_than_is_worth_it(admin, drawing, monkeypatch):
    monkeypatch.setattr("recognizer.review.progress.MOST_COUNTED", 1)
    recognise(png(ONE))
    assert "1+ waiting for you" in admin.get("/admin/").content.decode()


def test_a_page_costs_the_same_queries_for_many_drawings(
    admin, drawing, django_assert_max_num_queries
):
    for _ in range(8):
        recognise(png(ONE))
    with django_assert_max_num_queries(13) as queries:
        admin.get(f"{REVIEW}?apart=on")
    assert not [q for q in queries if '"picture",' in q["sql"]]


def test_who_may_only_see_sees_the_page_and_labels_nothing(
    client, drawing, django_user_model
):
    user = allow(client, django_user_model, "view_drawing")
    assert client.get(REVIEW).status_code == 200
    assert client.get(f"{LIST}{drawing.pk}/tile/").status_code == 200
    assert press(client, user, 7, drawing).status_code == 403
    assert take_back(client, user, "k").status_code == 403


def test_staff_without_permission_see_and_do_nothing(
    client, drawing, django_user_model
):
    user = allow(client, django_user_model)
    assert client.get(REVIEW).status_code == 403
    assert client.get(f"{LIST}{drawing.pk}/tile/").status_code == 403
    assert press(client, user, 7, drawing).status_code == 403
    assert REVIEW not in client.get("/admin/").content.decode()


def test_visitors_are_sent_to_the_login(client, drawing, staff):
    for reply in (client.get(REVIEW), press(client, staff, 7, drawing)):
        assert reply.status_code == 302
        assert "/login/" in reply["Location"]


def test_pages_are_safe_from_forgery_and_framing(drawing, staff):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert press(client, staff, 7, drawing).status_code == 403
    assert client.get(REVIEW)["X-Frame-Options"] == "DENY"
    assert client.get(f"{REVIEW}label/").status_code == 405


def test_the_tile_is_what_the_network_saw(admin, drawing):
    reply = admin.get(f"{LIST}{drawing.pk}/tile/")
    assert reply["Content-Type"] == "image/png"
    assert reply.content.startswith(b"\x89PNG")
    assert admin.get(f"{LIST}{uuid.uuid4()}/tile/").status_code == 404
