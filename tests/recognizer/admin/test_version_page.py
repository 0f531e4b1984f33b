"""A version's page, and what the list of versions says of each one's scores."""

import pytest

from recognizer.versions.promotion import promote
from recognizer.versions.scores import FIXED, HELD_OUT, MNIST
from tests.support.html import parse
from tests.support.versions import add_version, judged, measured

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ADMIN = "/admin/recognizer/modelversion/"


@pytest.fixture
def fine_tuned(db):
    scores = {
        HELD_OUT: measured(15, 18, 20),
        FIXED: measured(980, 990, 1000),
        MNIST: measured(955, 999, 1000),
    }
    return judged(add_version(scores=scores))


def listed(admin, query=""):
    """The texts of the list's rows, by column."""
    page = parse(admin.get(ADMIN + query))
    rows = page.one("table", id="result_list").one("tbody").all("tr")
    return [
        {cell.attributes["class"]: cell.text for cell in row.children if cell != "\n"}
        for row in rows
    ]


def test_the_list_has_the_scores_of_each_version(admin, fine_tuned):
    ours, seed75, base = listed(admin)
    assert ours["field-mnist"] == "99.90 %"
    assert ours["field-fixed_hold_out"] == "99.00 %"
    assert ours["field-drawings"] == "90.00 % of 20 held out"
    assert base["field-fixed_hold_out"] == "98.00 %"  # beside its child
    assert base["field-drawings"].endswith("of 2,720 people's")
    assert seed75["field-mnist"] == "-"  # it was trained on most of them


@pytest.mark.parametrize("column", [4, 5])
def test_versions_are_sorted_by_a_score(admin, fine_tuned, column):
    rows = listed(admin, f"?o=-{column}")
    names = [row["field-name"] for row in rows if row["field-fixed_hold_out"] != "-"]
    assert names == ["v0002", "base"]


def test_its_page_shows_the_card_in_sections_and_tables(admin, base):
    page = parse(admin.get(f"{ADMIN}{base.pk}/change/"))
    card = page.one("div", class_="card")
    headings = [summary.text for summary in card.all("summary")]
    assert headings[:3] == ["Intended use", "How to use", "Limits"]
    assert card.all("th", "MNIST test set, likeliest of the ten digits", scope="row")
    blocks = [block.text for block in card.all("pre", tabindex="0")]
    assert "model-index:" in blocks[-1]


def test_its_page_says_what_answers_and_what_the_gate_said(admin, base, fine_tuned):
    shipped = parse(admin.get(f"{ADMIN}{base.pk}/change/")).text
    assert "This version answers." in shipped
    assert "The weights that ship." in shipped
    assert "The gate never judged base" in shipped
    ours = parse(admin.get(f"{ADMIN}{fine_tuned.pk}/change/"))
    assert "base answers now." in ours.text
    assert "The gate allowed it, judged against base." in ours.text
    assert ours.all("h1", "Version v0002")


def test_its_page_names_who_promoted_it_and_why(admin, staff, fine_tuned):
    promote(fine_tuned, why="reads our sevens", by=staff)
    page = parse(admin.get(f"{ADMIN}{fine_tuned.pk}/change/")).text
    assert "by staff: reads our sevens" in page


def test_lists_are_called_by_what_they_list(admin, base):
    assert parse(admin.get(ADMIN)).all("h1", "Versions")
