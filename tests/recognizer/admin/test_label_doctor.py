"""The admin's page of labels that are probably wrong."""

from uuid import uuid4

import pytest

from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, ModelVersion, Reason
from tests.support.html import parse
from tests.support.suspects import labelled

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "/admin/recognizer/drawing/doctor/"


def test_the_admin_lists_them_with_a_link_to_each(admin, wrong):
    page = parse(admin.get(PAGE))
    assert page.all("a", href=f"/admin/recognizer/drawing/{wrong.pk}/change/")
    assert "Labelled One, read as Seven with 98 % by tried" in page.text
    assert parse(admin.get("/admin/recognizer/drawing/")).all("a", href=PAGE)


def press(client, drawing, label, shown=1):
    """Press a label beside a drawing that the page shows so labelled; the next page."""
    url = f"{PAGE}{drawing.pk}/{shown}/"
    return client.post(url, {"label": label}, follow=True).content.decode()


def test_who_labelled_it_can_say_that_it_is_right(admin, staff, wrong):
    keys = parse(admin.get(PAGE)).all("button", formaction=f"{PAGE}{wrong.pk}/1/")
    assert [key.text for key in keys if "has" in key.attributes["class"]] == ["1"]
    assert [key.text for key in keys if "read" in key.attributes["class"]] == ["7"]
    assert "No label is suspect." in press(admin, wrong, 1)
    newest = wrong.label_changes.first()
    assert (newest.from_label, newest.to_label, newest.by) == (1, 1, staff)
    assert Drawing.objects.get(pk=wrong.pk).label == 1


def test_a_wrong_label_is_corrected_there(admin, staff, wrong):
    page = press(admin, wrong, 7)
    assert "Labelled Seven." in page
    assert "No label is suspect." in page
    newest = wrong.label_changes.first()
    assert (newest.from_label, newest.to_label, newest.by) == (1, 7, staff)


def test_the_number_that_was_read_is_set_there(admin, staff):
    version = ModelVersion.objects.create(name="tried", network="base", sha256="0")
    labelled(version, 10, staff, p10=0.9)
    drawing = labelled(version, 7, staff, number="71", p10=0.99)
    keys = parse(admin.get(PAGE)).all("button", formaction=f"{PAGE}{drawing.pk}/7/")
    assert [key.text for key in keys if "read" in key.attributes["class"]] == ["71"]
    assert "Labelled 71." in press(admin, drawing, "n71", shown=7)
    drawing.refresh_from_db()
    assert drawing.label_value == "71"


@pytest.mark.parametrize("label", ["", "11", "x", "n7"])
def test_what_is_no_label_is_refused(admin, wrong, label):
    url = f"{PAGE}{wrong.pk}/1/"
    assert admin.post(url, {"label": label}).status_code == 400
    assert Drawing.objects.get(pk=wrong.pk).label == 1


def test_the_button_is_another_reviewers_second_opinion(
    client, wrong, django_user_model
):
    Drawing.objects.update(waits_for=Reason.SECOND)
    client.force_login(django_user_model.objects.create_superuser("other"))
    press(client, wrong, 1)
    wrong.refresh_from_db()
    assert wrong.waits_for is None


def test_a_label_that_has_changed_since_is_not_confirmed(admin, wrong, other):
    label_drawing(wrong, 7, by=other)
    assert "has another label by now" in press(admin, wrong, 1)
    assert "Other has labelled this drawing since" in press(admin, wrong, 2)
    wrong.refresh_from_db()
    assert (wrong.label, wrong.label_changes.count()) == (7, 2)


def test_who_may_not_label_does_not_see_them(client, staff):
    staff.is_superuser, staff.is_staff = False, True
    staff.save()
    client.force_login(staff)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{uuid4()}/1/").status_code == 403
