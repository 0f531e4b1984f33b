"""The review page's addresses: who may, what a key does, what is told."""

import json
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.labelling.second_opinions import ask_for_second_opinions
from recognizer.models import Drawing, LabelChange, Reason, Where
from recognizer.review import label_requests
from tests.support.drawings import ONE, SEVEN, png
from tests.support.html import parse

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LIST = "/admin/recognizer/drawing/"
REVIEW = f"{LIST}review/"


@pytest.fixture(autouse=True)
def everything_waits(settings):
    settings.UNSURE_MARGIN = 1


@pytest.fixture
def other(django_user_model):
    return django_user_model.objects.create_superuser("anna")


def press(client, by, digit, *drawings, **more):
    said = {"reviewer": by.pk, "drawings": [str(d.pk) for d in drawings]}
    said |= {"keystroke": uuid.uuid4().hex, "digit": digit}
    return send(client, "label", said | more)


def send(client, what, said):
    body = said if isinstance(said, str) else json.dumps(said)
    return client.post(f"{REVIEW}{what}/", body, content_type="application/json")


def take_back(client, by, keystroke, **more):
    return send(client, "undo", {"reviewer": by.pk, "keystroke": keystroke} | more)


def can_undo(client):
    return json.loads(client.get(REVIEW).context["keystrokes"])


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
    with django_assert_max_num_queries(12) as queries:
        admin.get(REVIEW)
    assert not [q for q in queries if '"picture",' in q["sql"]]


def test_a_key_sets_the_label_and_tells_what_stands(admin, drawing, staff):
    reply = press(admin, staff, 7, drawing).json()
    change = LabelChange.objects.get()
    assert (change.to_label, change.by, change.where) == (7, staff, Where.GRID)
    assert reply["made"] == 1
    assert reply["drawings"] == [
        {
            "id": str(drawing.pk),
            "label": 7,
            "waits_for": None,
            "says": "",
            "waited": True,
        }
    ]


def test_a_key_labels_several_and_tells_of_each_that_is_unknown(admin, drawing, staff):
    unknown = [str(uuid.uuid4()), "no id"]
    drawings = [*unknown, str(drawing.pk)]
    told = press(admin, staff, 3, drawings=drawings).json()["drawings"]
    assert [one.get("problem") for one in told[:2]] == ["There is no such drawing."] * 2
    assert (told[2]["label"], Drawing.objects.get().label) == (3, 3)


def test_the_same_key_again_changes_nothing(admin, drawing, staff):
    press(admin, staff, 7, drawing)
    assert press(admin, staff, 7, drawing).json()["made"] == 0
    assert LabelChange.objects.count() == 1


def test_a_key_that_is_sent_again_is_no_third_opinion(admin, drawing, staff, other):
    """Its reply was lost, and somebody else was faster than the second try."""
    press(admin, staff, 7, drawing, keystroke="k")
    label_drawing(drawing, 1, by=other)
    again = press(admin, staff, 7, drawing, keystroke="k").json()
    assert again["made"] == 1
    assert again["drawings"][0]["says"] == "anna said One: needs a third look."
    assert Drawing.objects.get().waits_for == Reason.DISPUTE
    assert LabelChange.objects.count() == 2


def test_a_key_after_an_undo_is_a_new_one(admin, drawing, staff):
    press(admin, staff, 7, drawing, keystroke="k")
    take_back(admin, staff, "k")
    press(admin, staff, 7, drawing)
    assert Drawing.objects.get().label == 7


def test_a_digit_can_be_pressed_again_after_another(admin, drawing, staff):
    """In another tab, which has not heard of the 5."""
    for digit in (7, 5, 7):
        press(admin, staff, digit, drawing)
    assert Drawing.objects.get().label == 7


def test_with_its_twins_all_are_labelled_and_told(admin, drawing, staff):
    twin = recognise(png(SEVEN)).drawing
    for _ in range(2):  # the second time as after a lost reply
        reply = press(admin, staff, 7, drawing, twins=True, keystroke="k").json()
        assert {one["id"] for one in reply["drawings"]} == {
            str(drawing.pk),
            str(twin.pk),
        }
        assert reply["made"] == LabelChange.objects.count() == 2
    assert set(Drawing.objects.values_list("label", flat=True)) == {7}


def test_a_second_opinion_is_asked_for_without_telling_the_first(
    admin, drawing, staff, other
):
    label_drawing(drawing, 10, by=other)
    page = admin.get(REVIEW).content.decode()
    assert "Second opinion" in page
    assert "Label: " not in page
    told = press(admin, staff, 10, drawing).json()["drawings"][0]
    assert told["says"] == "anna says so too."


def test_an_odd_correction_is_first_and_both_pages_say_that_it_waits(
    admin, drawing, staff, other
):
    assert "second opinion" not in admin.get(REVIEW).content.decode()
    label_drawing(recognise(png(ONE)).drawing, 1, by=staff)
    label_drawing(drawing, 1, by=other)
    ask_for_second_opinions([drawing.pk])
    for address in (REVIEW, "/admin/recognizer/modelversion/"):
        page = parse(admin.get(address))
        link = page.one("a", href=f"{REVIEW}?reason=0")
        assert link.text == "1 correction waits for a second opinion"
    page = parse(admin.get(f"{REVIEW}?reason=0"))
    assert page.one("li", class_="cell").all("span", "Unlike others so labelled")
    told = press(admin, staff, 1, drawing).json()["drawings"][0]
    assert (told["says"], told["waits_for"]) == ("anna says so too.", None)


def test_a_third_look_is_told_both_opinions(admin, drawing, staff, other):
    label_drawing(drawing, 7, by=staff)
    label_drawing(drawing, 1, by=other)
    assert "Label: One or Seven?" in admin.get(REVIEW).content.decode()
    told = press(admin, staff, 1, drawing).json()["drawings"][0]
    assert (told["says"], told["waits_for"]) == ("Settled.", None)


def test_a_label_that_is_asked_of_another_too_says_so(admin, drawing, staff):
    told = press(admin, staff, 10, drawing).json()["drawings"][0]
    assert told["waits_for"] == "Second opinion"


def test_undo_tells_what_stands_and_shows_the_drawing_again(admin, drawing, staff):
    press(admin, staff, 7, drawing, keystroke="k")
    (told,) = take_back(admin, staff, "k").json()["drawings"]
    assert (told["id"], told["label"]) == (str(drawing.pk), None)
    assert f'data-id="{drawing.pk}"' in told["html"]
    assert take_back(admin, staff, "k").json()["drawings"][0]["label"] is None
    undone, _ = LabelChange.objects.all()
    assert (undone.by, undone.where) == (staff, Where.GRID)


def test_an_undo_of_very_many_is_done_in_parts(admin, drawing, staff, monkeypatch):
    monkeypatch.setattr(label_requests, "MOST_UNDONE", 2)
    drawings = [drawing, *(recognise(png(ONE)).drawing for _ in range(2))]
    press(admin, staff, 7, *drawings, keystroke="k")
    first = take_back(admin, staff, "k").json()
    assert Drawing.objects.filter(label=None).count() == len(first["drawings"]) == 2
    rest = take_back(admin, staff, "k", before=first["before"]).json()
    assert (len(rest["drawings"]), rest["before"]) == (1, None)
    assert Drawing.objects.filter(label=None).count() == 3


def test_a_page_names_the_last_keystrokes_with_what_each_labelled(
    admin, drawing, staff, monkeypatch
):
    monkeypatch.setattr("recognizer.review.progress.CAN_UNDO", 2)
    one = recognise(png(ONE)).drawing
    press(admin, staff, 7, drawing, keystroke="first")
    press(admin, staff, 1, one, drawing, keystroke="both")
    press(admin, staff, 2, drawing, keystroke="last")
    both = {"keystroke": "both", "drawings": [str(drawing.pk), str(one.pk)]}
    last = {"keystroke": "last", "drawings": [str(drawing.pk)]}
    assert can_undo(admin) == [both, last]
    take_back(admin, staff, "last")
    assert can_undo(admin)[1:] == [both]
    label_drawing(one, 3, by=staff)  # not by a key
    assert can_undo(admin)[1:] == [both]
    assert admin.get(REVIEW).context["done"] == 4


def test_what_others_did_is_not_undone(admin, drawing, staff, other):
    label_drawing(drawing, 7, by=other, keystroke="theirs")
    assert take_back(admin, staff, "theirs").json()["drawings"] == []
    press(admin, staff, 1, drawing, keystroke="mine")
    label_drawing(drawing, 2, by=other)
    (told,) = take_back(admin, staff, "mine").json()["drawings"]
    assert "anna has labelled this drawing since" in told["problem"]


@pytest.mark.parametrize(
    "body",
    [
        "no json",
        "[]",
        '{"keystroke": "k", "drawings": ["x"], "digit": 1}',
        '{"reviewer": 1, "drawings": ["x"], "digit": 1}',
        '{"reviewer": 1, "keystroke": "", "drawings": ["x"], "digit": 1}',
        '{"reviewer": 1, "keystroke": "k", "drawings": [], "digit": 1}',
        '{"reviewer": 1, "keystroke": "k", "drawings": ["x"]}',
        '{"reviewer": 1, "keystroke": "k", "drawings": ["x"], "digit": 11}',
        '{"reviewer": 1, "keystroke": "k", "drawings": ["x"], "digit": -1}',
        '{"reviewer": 1, "keystroke": "k", "drawings": ["x"], "digit": null}',
        '{"reviewer": 1, "keystroke": "k", "drawings": "x", "digit": 1}',
    ],
)
def test_what_is_no_keystroke_is_refused_with_a_sentence(admin, body):
    reply = send(admin, "label", body)
    assert reply.status_code == 400
    assert reply.json()["detail"]


def test_a_keystroke_is_not_saved_in_anothers_name(admin, drawing, other):
    assert press(admin, other, 7, drawing).status_code == 403
    assert Drawing.objects.get().label is None


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
