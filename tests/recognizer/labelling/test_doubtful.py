"""A doubtful label trains nothing until somebody has looked."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from recognizer.finetuning.selection import DOUBTFUL, select
from recognizer.labelling.doubtful import confirm_doubtful
from recognizer.labelling.labels import confirm, label_drawing
from recognizer.models import Drawing, LabelChange, Reason
from recognizer.review.cells import fill_cells

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DRAWINGS, CHANGES = "/admin/recognizer/drawing/", "/admin/recognizer/labelchange/"


@pytest.fixture
def doubtful(drawing, staff):
    """A seven that `staff` imported as a three."""
    label_drawing(drawing, 3, by=staff, doubtful=True)
    return drawing


def now(drawing):
    row = Drawing.objects.get(pk=drawing.pk)
    return row.label, row.waits_for


def test_it_neither_trains_nor_judges_nor_counts_as_settled(doubtful):
    selection = select(holdout=0.5)
    assert not selection.train + selection.held_out
    assert selection.left_out == {DOUBTFUL: [doubtful.pk]}
    assert not Drawing.objects.labelled().exists()
    assert Drawing.objects.with_settled_label().get().settled is None


def test_who_imported_it_is_asked_too(doubtful, staff, other):
    for reviewer in (staff, other):
        (cell,) = fill_cells(Drawing.objects.waiting(reviewer).with_answer(), reviewer)
        assert cell.waits
        assert cell.visible_label == "Three"


@pytest.mark.parametrize("digit", [3, 7])
def test_whoever_looks_settles_it_with_one_key(doubtful, staff, other, digit):
    for reviewer in (staff, other):
        change = label_drawing(doubtful, digit, by=reviewer)
        assert (change.to_label, change.waited_for) == (digit, Reason.DOUBTFUL)
        assert now(doubtful) == (digit, None)
        Drawing.objects.update(label=3, waits_for=Reason.DOUBTFUL)


def test_a_label_that_is_said_to_be_right_waits_no_longer(doubtful, staff):
    confirm(doubtful, 3, by=staff)
    assert now(doubtful) == (3, None)


def test_together_they_are_confirmed_and_what_is_not_doubtful_stays(
    doubtful, staff, other, second
):
    ids = list(Drawing.objects.values_list("pk", flat=True))
    assert confirm_doubtful(ids, by=other) == 1
    assert confirm_doubtful(ids, by=other) == 0
    assert now(doubtful) == (3, None)
    assert LabelChange.objects.first().by == other


def test_a_reviewer_confirms_in_the_list_and_takes_that_back(doubtful, other):
    other.is_staff = True
    other.save()
    other.groups.add(Group.objects.get(name="Reviewer"))
    browser = Client()
    browser.force_login(other)
    assert "Three" in browser.get(f"{DRAWINGS}?label=doubtful").content.decode()
    confirmed = act(browser, DRAWINGS, "confirm_labels", doubtful.pk)
    assert "Confirmed: 1 label." in confirmed
    assert now(doubtful) == (3, None)
    newest, imported = LabelChange.objects.all()
    assert "Taken back: 0" in act(browser, CHANGES, "take_back", imported.pk)
    assert "Taken back: 1" in act(browser, CHANGES, "take_back", newest.pk)
    assert now(doubtful) == (3, Reason.DOUBTFUL)


def act(browser, address, action, pk):
    form = {"action": action, "_selected_action": [str(pk)], "index": 0}
    return browser.post(address, form, follow=True).content.decode()
