"""A drawing is deleted while somebody claims, labels or undoes: a sentence for them."""

import uuid

import pytest
from django.db import transaction

from recognizer.deletion.forgetting import forget
from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from tests.support.concurrency import thread, wait_until_one_waits
from tests.support.drawings import DIGITS, SEVEN, data_url, png
from tests.support.html import hidden_fields

pytestmark = pytest.mark.django_db(transaction=True)
JSON = {"content_type": "application/json"}
ADMIN = "/admin/recognizer/drawing/"


@pytest.fixture
def own(api):
    """A visitor's drawing, labelled by nobody."""
    image = {"image": data_url(png(SEVEN))}
    answer = api.post("/api/v1/predictions/", image, format="json").json()
    return Drawing.objects.get(pk=answer["id"])


def while_it_is_deleted(drawings, send):
    """What is answered to a request that came before the deletion was committed."""
    answers = []
    waiting = thread(lambda: answers.append(send()), problems := [])
    with transaction.atomic():
        forget(drawings)
        waiting.start()
        wait_until_one_waits()
    waiting.join()
    assert problems == []
    return answers[0]


@pytest.mark.parametrize("what", ["claim", "label"])
def test_a_claim_and_a_label_of_what_is_gone_are_not_found(api, admin, own, what):
    client = api if what == "claim" else admin
    address = f"/api/v1/predictions/{own.pk}/{what}/"
    answer = while_it_is_deleted(
        Drawing.objects.all(), lambda: client.post(address, '{"digit": 7}', **JSON)
    )
    detail = "There is no such drawing, or it is not yours."
    assert (answer.status_code, answer.json()["detail"]) == (404, detail)


@pytest.mark.parametrize("what", ["label", "undo"])
def test_a_key_of_the_review_is_told_that_there_is_no_drawing(admin, staff, own, what):
    label_drawing(own, 1, by=staff, keystroke="first")
    body = {"reviewer": staff.pk, "keystroke": "first"}
    if what != "undo":
        body |= {"keystroke": uuid.uuid4().hex, "drawings": [str(own.pk)]}
        body |= {"digit": 7, "twins": True}
    address = f"{ADMIN}review/{what}/"
    answer = while_it_is_deleted(
        Drawing.objects.all(), lambda: admin.post(address, body, **JSON)
    )
    (reply,) = answer.json()["drawings"]
    assert (reply["id"], reply["problem"]) == (str(own.pk), "There is no such drawing.")


@pytest.mark.parametrize("page", ["list", "drawing", "doctor"])
def test_who_labels_it_in_the_admin_reads_that_it_is_gone(admin, staff, own, page):
    label_drawing(own, 1, by=staff)
    address = {
        "list": ADMIN,
        "drawing": f"{ADMIN}{own.pk}/change/",
        "doctor": f"{ADMIN}doctor/{own.pk}/1/",
    }[page]
    form = hidden_fields(admin.get(address)) if page != "doctor" else {}
    form |= {"label": 7, "form-0-label": 7, "_save": "Save"}
    answer = while_it_is_deleted(
        Drawing.objects.all(), lambda: admin.post(address, form, follow=True)
    )
    told = "was deleted meanwhile"
    assert (answer.status_code, told in answer.content.decode()) == (200, True)


def test_who_saves_a_list_saves_the_rows_that_are_not_deleted(admin, staff):
    """Else each of the two would wait for the other, until the database ends one."""
    drawings = [recognise(png(DIGITS[digit])).drawing for digit in (1, 7, 3, 4)]
    rows = sorted(drawings, key=lambda drawing: drawing.pk)
    form = {"form-TOTAL_FORMS": 4, "form-INITIAL_FORMS": 4, "_save": "Save"}
    pages = []
    for number, drawing in enumerate(reversed(rows)):
        form |= {f"form-{number}-id": drawing.pk, f"form-{number}-label": 7}

    def save():
        pages.append(admin.post(ADMIN, form, follow=True).content.decode())

    waiting = thread(save, problems := [])
    with transaction.atomic():
        forget(Drawing.objects.filter(pk=rows[0].pk))
        waiting.start()
        wait_until_one_waits()
        forget(Drawing.objects.filter(pk=rows[-1].pk))
    waiting.join()
    assert problems == []
    assert "2 drawings of the list were deleted meanwhile." in pages[0]
    assert "2 drawings were changed successfully." in pages[0]
    labels = Drawing.objects.values_list("pk", "label")
    assert set(labels) == {(rows[1].pk, 7), (rows[2].pk, 7)}
