"""The admin's page of labels that are probably wrong."""

from uuid import uuid4

import pytest

from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, Reason
from tests.support.html import parse

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "/admin/recognizer/drawing/doctor/"


def test_the_admin_lists_them_with_a_link_to_each(admin, wrong):
    page = parse(admin.get(PAGE))
    assert page.all("a", href=f"/admin/recognizer/drawing/{wrong.pk}/change/")
    assert "Labelled 1; tried says 7 with 98 %" in page.text
    assert parse(admin.get("/admin/recognizer/drawing/")).all("a", href=PAGE)


def right(client, drawing, digit):
    """Press "It is right" beside that label; the page that comes."""
    url = f"{PAGE}{drawing.pk}/{digit}/"
    return client.post(url, follow=True).content.decode()


def test_who_labelled_it_can_say_that_it_is_right(admin, staff, wrong):
    assert parse(admin.get(PAGE)).all("button", formaction=f"{PAGE}{wrong.pk}/1/")
    assert "No label is suspect." in right(admin, wrong, 1)
    newest = wrong.label_changes.first()
    assert (newest.from_label, newest.to_label, newest.by) == (1, 1, staff)
    assert Drawing.objects.get(pk=wrong.pk).label == 1


def test_the_button_is_another_reviewers_second_opinion(
    client, wrong, django_user_model
):
    Drawing.objects.update(waits_for=Reason.SECOND)
    client.force_login(django_user_model.objects.create_superuser("other"))
    right(client, wrong, 1)
    wrong.refresh_from_db()
    assert wrong.waits_for is None


def test_a_label_that_has_changed_since_is_not_confirmed(admin, wrong, other):
    label_drawing(wrong, 7, by=other)
    assert "has another label by now" in right(admin, wrong, 1)
    wrong.refresh_from_db()
    assert (wrong.label, wrong.label_changes.count()) == (7, 2)


def test_who_may_not_label_does_not_see_them(client, staff):
    staff.is_superuser, staff.is_staff = False, True
    staff.save()
    client.force_login(staff)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{uuid4()}/1/").status_code == 403
