"""Staff list what was labelled by whom; a superuser takes a reviewer's labels back."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.labelling.undo import undo_change
from recognizer.models import Drawing, LabelChange, Where
from tests.support.drawings import SEVEN, png
from tests.support.html import parse

pytestmark = pytest.mark.database
LIST = "/admin/recognizer/labelchange/"


@pytest.fixture
def anna(db, django_user_model):
    return django_user_model.objects.create_user("anna", is_staff=True)


def labelled(*labels_and_reviewers):
    drawing = recognise(png(SEVEN)).drawing
    changes = [
        label_drawing(drawing, digit, by=by) for digit, by in labels_and_reviewers
    ]
    return drawing, changes


def found(admin, query):
    return set(admin.get(f"{LIST}?{query}").context["cl"].result_list)


def test_a_change_is_listed_in_words_with_its_drawing(admin, anna):
    drawing, _ = labelled((1, anna))
    page = parse(admin.get(LIST))
    assert page.all("a", href=f"/admin/recognizer/drawing/{drawing.pk}/change/")
    assert "no label → One" in page.text


def test_a_second_opinion_that_agrees_is_a_confirmation(admin, anna, staff):
    drawing, _ = labelled((6, anna))
    label_drawing(drawing, 6, by=staff)
    for address in (LIST, f"/admin/recognizer/drawing/{drawing.pk}/change/"):
        assert "Six confirmed" in parse(admin.get(address)).text


def test_what_was_taken_back_says_by_whom(admin, anna, staff):
    drawing, (change,) = labelled((1, anna))
    undo_change(change, by=staff)
    for address in (LIST, f"/admin/recognizer/drawing/{drawing.pk}/change/"):
        page = parse(admin.get(address))
        assert page.all("td", "by staff")
        assert page.all("td", "takes one back")


def test_the_filters_find_what_they_say(admin, anna, staff):
    _, (_, confirmed) = labelled((7, anna), (7, staff))
    _, disputed = labelled((7, anna), (1, staff))
    _, (*_, settled) = labelled((7, anna), (1, staff), (7, anna))
    _, (undone,) = labelled((2, anna))
    undo_change(undone, by=anna)
    in_the_grid = recognise(png(SEVEN)).drawing
    label_drawing(in_the_grid, 7, by=anna, where=Where.GRID)
    assert found(admin, "kind=second") == {confirmed}
    assert found(admin, "kind=disputes") == set(disputed)
    assert found(admin, "kind=settled") == {settled}
    assert found(admin, "kind=undone") == {undone}
    by_staff = LabelChange.objects.filter(by=staff)
    assert found(admin, f"by__id__exact={staff.pk}") == set(by_staff)
    assert found(admin, "where__exact=grid") == set(in_the_grid.label_changes.all())


def test_the_history_is_read_only(admin, anna):
    labelled((1, anna))
    change = LabelChange.objects.get()
    assert admin.get(f"{LIST}{change.pk}/change/").status_code == 200
    assert admin.post(f"{LIST}{change.pk}/change/", {}).status_code == 403
    assert admin.post(f"{LIST}{change.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin.get(f"{LIST}add/").status_code == 403


def test_the_list_costs_the_same_queries_for_many_and_reads_no_pictures(
    admin, anna, django_assert_max_num_queries
):
    for _ in range(6):
        labelled((1, anna), (7, anna))
    with django_assert_max_num_queries(10) as queries:
        admin.get(LIST)
    assert not [query for query in queries if '"picture"' in query["sql"]]


def undo_all(client, reviewer, method="post"):
    return getattr(client, method)(f"{LIST}undo-all/{reviewer.pk}/", follow=True)


def take_back_buttons(page):
    buttons = parse(page).all("input", type="submit")
    return [button.attributes["value"] for button in buttons]


def test_a_superuser_takes_all_of_a_reviewers_labels_back(admin, anna, staff):
    labelled((1, anna))
    kept, _ = labelled((1, anna), (7, staff))
    page = parse(admin.get(f"{LIST}?by__id__exact={anna.pk}"))
    assert page.all("a", href=f"{LIST}undo-all/{anna.pk}/")
    assert take_back_buttons(undo_all(admin, anna, "get")) == ["Take back 2"]
    assert LabelChange.objects.count() == 3
    told = undo_all(admin, anna).content.decode()
    assert "Taken back: 1 change. 1 stayed" in told
    assert Drawing.objects.get(label__isnull=False) == kept


def test_what_is_taken_back_here_was_done_here(admin, anna, staff):
    drawing = recognise(png(SEVEN)).drawing
    label_drawing(drawing, 1, by=anna, where=Where.GRID)
    undo_all(admin, anna)
    back = LabelChange.objects.get(by=staff)
    assert (back.undoes.where, back.where) == (Where.GRID, Where.LIST)


def test_very_many_are_taken_back_in_parts(admin, anna, staff, monkeypatch):
    monkeypatch.setattr("recognizer.admin.label_changes.MOST_AT_ONCE", 2)
    for _ in range(2):
        labelled((1, anna), (2, anna), (3, anna))
    kept, _ = labelled((1, anna), (7, staff))
    page = undo_all(admin, anna)
    for left in (5, 3, 1):
        assert f"has made {left} older change" in page.content.decode()
        assert take_back_buttons(page) == [f"Take back {min(left, 2)}"]
        page = admin.post(page.redirect_chain[-1][0], follow=True)
    assert page.redirect_chain[-1][0] == f"{LIST}?by__id__exact={anna.pk}"
    assert Drawing.objects.get(label__isnull=False) == kept


def test_many_are_taken_back_with_few_queries(
    admin, anna, django_assert_max_num_queries
):
    for _ in range(20):
        labelled((1, anna), (7, anna))
    with django_assert_max_num_queries(20) as queries:
        admin.post(f"{LIST}undo-all/{anna.pk}/")
    assert not [query for query in queries if '"picture"' in query["sql"]]
    assert not Drawing.objects.exclude(label=None).exists()


def test_without_a_label_there_is_nothing_to_take_back(admin, anna):
    page = undo_all(admin, anna, "get")
    assert "no change that stands" in page.content.decode()
    assert take_back_buttons(page) == []


def test_the_list_of_all_reviewers_offers_nothing_to_take_back(admin, anna):
    for query in ("", "?by__id__exact=", "?by__id__exact=x"):
        page = admin.get(LIST + query, follow=True).content.decode()
        assert "undo-all" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_with_every_permission_cannot_take_a_reviewers_labels_back(anna, method):
    labelled((1, anna))
    anna.user_permissions.set(Permission.objects.all())
    client = Client()
    client.force_login(anna)
    page = client.get(f"{LIST}?by__id__exact={anna.pk}").content.decode()
    assert "undo-all" not in page
    assert undo_all(client, anna, method).status_code == 403
    assert Drawing.objects.get().label == 1


def test_taking_all_back_needs_a_csrf_token(staff, anna):
    labelled((1, anna))
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert undo_all(client, anna).status_code == 403
    assert Drawing.objects.get().label == 1
