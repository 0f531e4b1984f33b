"""The admin's index says what whoever is logged in has labelled and promoted."""

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import confirm, label_drawing, label_with_twins
from recognizer.labelling.undo import undo_change
from recognizer.versions.promotion import promote, roll_back
from tests.support.drawings import SEVEN, png
from tests.support.html import parse

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def actions(admin):
    """actions(): the words and the addresses on the index, the newest first."""

    def actions():
        listed = parse(admin.get("/admin/")).one("ul", class_="actionlist")
        links = listed.all("a")
        return [(link.text, link.attributes["href"]) for link in links]

    return actions


def test_labels_are_named_with_what_was_there_before(actions, drawing, staff):
    label_drawing(drawing, 1, by=staff)
    change = label_drawing(drawing, 7, by=staff)
    confirm(drawing, 7, by=staff)
    words = [words for words, _ in actions()]
    assert words == ["Confirmed Seven", "Labelled Seven (was One)", "Labelled One"]
    undo_change(drawing.label_changes.first(), by=staff)
    undo_change(change, by=staff)
    words, url = actions()[0]
    assert words == "Took back Seven: One again"
    assert url == f"/admin/recognizer/drawing/{drawing.pk}/change/"


def test_one_key_on_many_drawings_is_one_action(actions, drawing, staff):
    for _ in range(2):
        recognise(png(SEVEN))
    label_with_twins(drawing, 7, by=staff, keystroke="k")
    label_drawing(drawing, None, by=staff)
    assert [words for words, _ in actions()] == [
        "Took the label Seven away",
        "Labelled Seven, and 2 more drawings",
    ]


def test_promotions_are_named_with_their_reason(actions, staff, second):
    promote(second, why="reads our sevens", by=staff)
    roll_back(why="misread nines", by=staff)
    (back, _), (forward, url) = actions()
    assert back == "Rolled back to base: misread nines"
    assert forward == "Promoted v0002: reads our sevens"
    assert url == f"/admin/recognizer/modelversion/{second.pk}/change/"


def test_what_others_did_is_not_listed(admin, drawing, other):
    label_drawing(drawing, 7, by=other)
    assert "None yet." in parse(admin.get("/admin/")).text


def test_what_the_admin_logs_besides_is_listed_once(actions, admin, drawing):
    form = {"label": 1, "initial-label": ""}
    url = f"/admin/recognizer/drawing/{drawing.pk}/change/"
    admin.post(url, form)
    admin.post("/admin/auth/group/add/", {"name": "Guests"})
    assert [words for words, _ in actions()] == ["Added “Guests”.", "Labelled One"]
