"""Staff see the drawings, label them, and change nothing else."""

import pytest

from recognizer import services
from recognizer.models import Drawing, LabelChange
from tests.drawings import ONE, SEVEN, png

pytestmark = pytest.mark.database
LIST = "/admin/recognizer/drawing/"


@pytest.fixture
def drawing(db):
    return services.recognise(png(SEVEN)).drawing


def label_in_the_list(admin, drawing, label):
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "Save"}
    form |= {"form-0-id": drawing.pk, "form-0-label": label}
    return admin.post(LIST, form)


def test_the_list_shows_thumbnail_answer_and_version(admin, drawing):
    page = admin.get(LIST).content.decode()
    assert f"{LIST}{drawing.pk}/picture/" in page
    assert '<td class="field-answer">Seven</td>' in page
    assert '<td class="field-version">base</td>' in page


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


def test_a_label_that_is_no_class_is_refused(admin, drawing):
    assert label_in_the_list(admin, drawing, 11).status_code == 200
    assert Drawing.objects.get().label is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("label=none", 1),
        ("label=same", 0),
        ("label=other", 0),
        ("answer=7", 1),
        ("answer=1", 0),
        ("version=base", 1),
        ("confidence=sure&label=none", 1),
        ("confidence=unsure", 0),
        ("q=no-such-id", 0),
    ],
)
def test_the_filters_find_what_they_say(admin, drawing, query, found):
    page = admin.get(f"{LIST}?{query}")
    assert len(page.context["cl"].result_list) == found


@pytest.mark.parametrize(("label", "query"), [(7, "same"), (1, "other")])
def test_confirmed_and_corrected_drawings_are_told_apart(
    admin, drawing, staff, label, query
):
    services.label(drawing, label, by=staff)
    found = {
        q: len(admin.get(f"{LIST}?label={q}").context["cl"].result_list)
        for q in ("none", "same", "other")
    }
    assert found == {"none": 0, "same": 0, "other": 0} | {query: 1}


def test_the_list_costs_the_same_queries_for_many_drawings(
    admin, drawing, django_assert_max_num_queries
):
    for _ in range(8):
        services.recognise(png(ONE))
    with django_assert_max_num_queries(12):
        admin.get(LIST)


def test_a_list_of_predictions_reads_no_pictures_and_no_weights(
    admin, drawing, django_assert_max_num_queries
):
    for _ in range(8):
        services.recognise(png(ONE))
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
