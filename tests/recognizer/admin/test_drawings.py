"""Staff see the drawings, label them, and change nothing else."""

import pytest
from django.test import Client

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange, Reason
from tests.support.drawings import ONE, SEVEN, png
from tests.support.html import hidden_fields, parse
from tests.support.versions import add_version

pytestmark = pytest.mark.database
LIST = "/admin/recognizer/drawing/"


def label_in_the_list(admin, drawing, label, rows=1):
    form = {"form-TOTAL_FORMS": rows, "form-INITIAL_FORMS": rows, "_save": "Save"}
    form |= {"form-0-id": drawing.pk, "form-0-label": label}
    return admin.post(LIST, form)


def test_the_list_shows_thumbnail_answer_and_version(admin, drawing):
    page = parse(admin.get(LIST))
    assert page.all("img", src=f"{LIST}{drawing.pk}/picture/")
    assert page.one("td", class_="field-answer").text == "Seven"
    assert page.one("td", class_="field-version").text == "base"


def test_each_label_field_of_the_list_has_a_name_of_its_own(admin, drawing):
    recognise(png(ONE))
    fields = parse(admin.get(LIST)).all("select")
    names = {field.attributes.get("aria-label") for field in fields[1:]}
    assert len(names) == 2
    assert all(name.startswith("Label of the drawing of ") for name in names)


def test_the_filter_by_claim_is_in_words(admin, drawing):
    filters = parse(admin.get(LIST)).one("nav", id="changelist-filter")
    assert filters.one("a", href="?claim=9").text == "Nine"


def test_a_thumbnail_is_the_picture_as_it_was_sent(admin, drawing):
    response = admin.get(f"{LIST}{drawing.pk}/picture/")
    assert response["Content-Type"] == "image/png"
    assert response.content == png(SEVEN)


def test_visitors_cannot_see_pictures(client, drawing):
    assert client.get(f"{LIST}{drawing.pk}/picture/").status_code == 302


def test_staff_without_permission_cannot_see_pictures(client, drawing, staff):
    staff.is_superuser = False
    staff.is_staff = True
    staff.save()
    client.force_login(staff)
    assert client.get(f"{LIST}{drawing.pk}/picture/").status_code == 403


def test_a_label_set_in_the_list_is_kept_with_its_author(admin, drawing, staff):
    assert label_in_the_list(admin, drawing, 1).status_code == 302
    assert Drawing.objects.get().label == 1
    change = LabelChange.objects.get()
    assert (change.from_label, change.to_label, change.by) == (None, 1, staff)


def test_a_label_set_on_the_drawings_page_is_kept_with_its_author(admin, drawing):
    form = {
        f"{name}-{part}_FORMS": 0
        for name in ("predictions", "label_changes")
        for part in ("TOTAL", "INITIAL")
    }
    admin.post(f"{LIST}{drawing.pk}/change/", form | {"label": 10})
    assert Drawing.objects.get().label == 10
    assert LabelChange.objects.get().to_label == 10


@pytest.fixture
def ben(db, django_user_model):
    return django_user_model.objects.create_superuser("ben")


@pytest.fixture
def desk(ben):
    """Where ben sits."""
    client = Client()
    client.force_login(ben)
    return client


def as_shown(client, address):
    """What the page's form sends where nobody changes anything."""
    sent = hidden_fields(client.get(address)) | {"_save": "Save"}
    labels = {name for name in sent if name.startswith("initial-")}
    assert labels
    return sent | {name.removeprefix("initial-"): sent[name] for name in labels}


def label_field(form, drawing):
    (name,) = (name for name, value in form.items() if value == str(drawing.pk))
    return name.replace("-id", "-label")


def history(drawing):
    changes = drawing.label_changes.order_by("pk")
    return list(changes.values_list("to_label", "by__username"))


@pytest.mark.parametrize("before", [None, 3])
def test_what_others_label_stands_where_a_list_is_saved_later(
    drawing, staff, ben, desk, before
):
    changed = recognise(png(ONE)).drawing
    if before is not None:
        label_drawing(drawing, before, by=ben)
    form = as_shown(desk, LIST)
    label_drawing(drawing, 7, by=staff)
    found = history(drawing)
    desk.post(LIST, form | {label_field(form, changed): 1})
    assert history(changed) == [(1, "ben")]
    assert history(drawing) == found
    assert Drawing.objects.get(pk=drawing.pk).label == 7


def test_what_others_label_stands_where_its_page_is_saved_later(drawing, staff, desk):
    address = f"{LIST}{drawing.pk}/change/"
    form = as_shown(desk, address)
    label_drawing(drawing, 7, by=staff)
    assert desk.post(address, form).status_code == 302
    assert history(drawing) == [(7, "staff")]


def test_another_digit_than_somebody_set_meanwhile_is_a_dispute(drawing, staff, desk):
    form = as_shown(desk, LIST)
    label_drawing(drawing, 7, by=staff)
    desk.post(LIST, form | {label_field(form, drawing): 1})
    assert history(drawing) == [(7, "staff"), (1, "ben")]
    assert Drawing.objects.get().waits_for == Reason.DISPUTE


@pytest.mark.parametrize("on_its_page", [False, True])
def test_a_label_is_taken_away_only_by_who_has_seen_it(
    drawing, staff, ben, desk, on_its_page
):
    label_drawing(drawing, 3, by=ben)
    address = f"{LIST}{drawing.pk}/change/" if on_its_page else LIST
    form = as_shown(desk, address)
    field = "label" if on_its_page else label_field(form, drawing)
    label_drawing(drawing, 7, by=staff)
    page = desk.post(address, form | {field: ""})
    assert "staff says Seven by now." in page.content.decode()
    assert Drawing.objects.get().label == 7
    desk.post(address, as_shown(desk, address) | {field: ""})
    assert Drawing.objects.get().label is None


def test_a_label_that_is_no_class_is_refused(admin, drawing):
    assert label_in_the_list(admin, drawing, 11).status_code == 200
    assert Drawing.objects.get().label is None


@pytest.fixture
def drawings(drawing, staff):
    """A drawing of each kind that the filters tell apart, by what it is."""
    confirmed, corrected = (recognise(png(digit)).drawing for digit in (SEVEN, ONE))
    for row in (confirmed, corrected):
        label_drawing(row, 7, by=staff)
    keep_claim(corrected, 9)
    unsure = Drawing.objects.create(picture=png(SEVEN))
    answer = {"digit": 3, "confidence": 0.4, "probabilities": [], "given": True}
    unsure.predictions.create(version=add_version("tried"), **answer)
    return {
        "plain": drawing,
        "confirmed": confirmed,
        "corrected": corrected,
        "unsure": unsure,
    }


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("claim=none", {"plain", "confirmed", "unsure"}),
        ("claim=other", {"corrected"}),
        ("claim=9", {"corrected"}),
        ("label=none", {"plain", "unsure"}),
        ("label=same", {"confirmed"}),
        ("label=other", {"corrected"}),
        ("answer=7", {"plain", "confirmed"}),
        ("answer=1", {"corrected"}),
        ("version=base", {"plain", "confirmed", "corrected"}),
        ("version=tried", {"unsure"}),
        ("confidence=sure", {"plain", "confirmed", "corrected"}),
        ("confidence=sure&label=none", {"plain"}),
        ("confidence=unsure", {"unsure"}),
        ("q={plain.pk}", {"plain"}),
        ("q=no-such-id", set()),
    ],
)
def test_the_filters_find_what_they_say(admin, drawings, query, kinds):
    page = admin.get(f"{LIST}?{query.format(**drawings)}")
    assert set(page.context["cl"].result_list) == {drawings[kind] for kind in kinds}


def test_the_list_costs_the_same_queries_for_many_drawings(
    admin, drawing, django_assert_max_num_queries
):
    for _ in range(8):
        recognise(png(ONE))
    with django_assert_max_num_queries(12):
        admin.get(LIST)


def test_a_list_of_predictions_reads_no_pictures_and_no_weights(
    admin, drawing, django_assert_max_num_queries
):
    for _ in range(8):
        recognise(png(ONE))
    with django_assert_max_num_queries(10) as queries:
        admin.get("/admin/recognizer/prediction/")
    assert not [q for q in queries if "picture" in q["sql"] or "litert" in q["sql"]]


@pytest.mark.parametrize("model", ["prediction", "modelversion", "promotion"])
def test_what_services_write_is_read_only(admin, drawing, model):
    page = f"/admin/recognizer/{model}/"
    assert admin.get(page).status_code == 200
    assert admin.get(f"{page}add/").status_code == 403
    row = admin.get(page).context["cl"].result_list[0]
    assert admin.get(f"{page}{row.pk}/change/").status_code == 200
    assert admin.post(f"{page}{row.pk}/change/", {}).status_code == 403
    assert admin.post(f"{page}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_drawing_is_saved_whatever_number_of_predictions_comes(admin, drawing):
    """Django would make 2,000 forms of them."""
    form = {"label": 7, "predictions-TOTAL_FORMS": "9" * 10}
    response = admin.post(f"{LIST}{drawing.pk}/change/", form)
    assert response.status_code == 302
    drawing.refresh_from_db()
    assert drawing.label == 7


def test_a_list_is_saved_whatever_number_of_rows_it_says(admin, drawing):
    assert label_in_the_list(admin, drawing, 7, rows="9" * 10).status_code == 302
    drawing.refresh_from_db()
    assert drawing.label == 7
