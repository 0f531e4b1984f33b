"""Who brings no session to the API passes by all that is about being logged in."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from recognizer.drawings.recognition import recognise
from tests.support.drawings import SEVEN, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_program_has_no_session(client):
    request = client.get("/api/v1/versions/").wsgi_request
    assert not hasattr(request, "session")


def test_a_page_has_one(client):
    request = client.get("/about/").wsgi_request
    assert request.user.is_anonymous


def test_without_a_session_nobody_labels(client):
    drawing = recognise(png(SEVEN)).drawing
    address = f"/api/v1/predictions/{drawing.pk}/label/"
    assert client.post(address, {"digit": 7}).status_code == 401


def test_an_account_still_needs_its_forms_token(staff):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    drawing = recognise(png(SEVEN)).drawing
    address = f"/api/v1/predictions/{drawing.pk}/label/"
    assert client.post(address, {"digit": 7}).status_code == 403
    drawing.refresh_from_db()
    assert drawing.label is None


def test_a_page_that_fails_below_the_api_is_shown(client):
    assert client.get("/api/nothing/").status_code == 404


def test_a_session_ends_so_long_after_the_login(staff, settings):
    settings.STAFF_SESSION_HOURS = 3
    client = Client()
    client.force_login(staff)
    (ends,) = Session.objects.values_list("expire_date", flat=True)
    assert timedelta(hours=2) < ends - timezone.now() <= timedelta(hours=3)
    session = client.session
    session["page"] = "as a busy colleague's changes"
    session.save()
    assert Session.objects.get().expire_date == ends


def test_whose_session_has_ended_logs_in_again(admin):
    assert admin.get("/admin/").status_code == 200
    Session.objects.update(expire_date=timezone.now())
    assert admin.get("/admin/").status_code == 302
