"""What an address of the admin asks for, however odd, is never a fault of ours."""

import pytest
from django.contrib.contenttypes.models import ContentType

from recognizer.models import Promotion

ADMIN = "/admin/recognizer/"
LISTS = ["drawing", "prediction", "labelchange", "modelversion", "promotion"]
ODD = ["created_at__year=0", f"created_at__year={'9' * 30}", "created_at__gte=x"]
pytestmark = pytest.mark.database


@pytest.mark.parametrize("query", ODD)
@pytest.mark.parametrize("name", LISTS)
def test_what_no_row_can_be_compared_with_is_left_out(admin, name, query):
    response = admin.get(f"{ADMIN}{name}/?{query}", follow=True)
    assert response.status_code in (200, 400)  # 400 where no such filter is offered
    assert b"Something" not in response.content


@pytest.mark.parametrize("path", [f"{ADMIN}drawing/", "/admin/auth/user/", "/"])
def test_nothing_is_found_by_nul(admin, path):
    assert admin.get(path, {"q": "a\0b"}).status_code == 400
    assert admin.get(path, {"q": "a%00b"}).status_code == 200  # these are letters


@pytest.mark.parametrize(("reviewer", "offered"), [("1", True), ("\u0661", False)])
def test_a_reviewer_is_named_in_ascii_digits(admin, staff, reviewer, offered):
    reviewer = reviewer.replace("1", str(staff.pk))
    url = f"{ADMIN}labelchange/"
    page = admin.get(url, {"by__id__exact": reviewer}, follow=True)
    assert page.status_code == 200
    assert (b"undo-all" in page.content) == offered


def test_a_reason_with_nul_is_asked_for_again(admin, base, second):
    newest = Promotion.objects.first()
    form = {"why": "a\0b", "newest": newest.pk}
    response = admin.post(f"{ADMIN}modelversion/{second.pk}/promote/", form)
    assert b"Say why" in response.content
    assert Promotion.objects.first() == newest


@pytest.mark.parametrize("body", ["[" * 100_000, '{"digit":' * 100_000])
@pytest.mark.parametrize("action", ["label", "undo"])
def test_deep_json_in_the_review_is_told(admin, action, body):
    url = f"{ADMIN}drawing/review/{action}/"
    response = admin.post(url, body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["detail"] == "This is not JSON."


def test_the_review_takes_no_odd_digit(admin, staff, drawing):
    for digit in ("\u0667", "0_7", "+7", 7.0, True, 11):
        body = {"reviewer": staff.pk, "keystroke": "k", "digit": digit}
        body["drawings"] = [str(drawing.pk)]
        url = f"{ADMIN}drawing/review/label/"
        response = admin.post(url, body, content_type="application/json")
        assert response.status_code == 400, digit


@pytest.mark.parametrize("pk", ["", "x", "\u0667", "9" * 30])
def test_an_action_on_what_is_no_id_is_refused(admin, drawing, pk):
    form = {"action": "export_png", "_selected_action": [str(drawing.pk), pk]}
    assert admin.post(f"{ADMIN}drawing/", form).status_code == 400
    form |= {"action": "delete_selected"}
    assert admin.post("/admin/auth/user/", form).status_code == 400
    form = {"action": "export_png", "_selected_action": [str(drawing.pk)]}
    assert admin.post(f"{ADMIN}drawing/", form).status_code == 302  # it has no label


def test_nothing_has_another_page_on_the_site(admin, drawing):
    kind = ContentType.objects.get_for_model(drawing).pk
    for pk in ("x", drawing.pk):
        assert admin.get(f"/admin/r/{kind}/{pk}/").status_code == 404
