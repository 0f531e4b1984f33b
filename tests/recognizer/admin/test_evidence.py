"""Whoever promotes sees how the two versions compare before saying yes."""

import pytest

from recognizer.models import Drawing, ModelVersion
from recognizer.versions.promotion import promote
from recognizer.versions.scores import HELD_OUT
from tests.support.html import parse
from tests.support.versions import add_version, both, judged, measured

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ADMIN = "/admin/recognizer/modelversion/"


@pytest.fixture
def asked(admin):
    """asked(version): the page that asks whether to promote it."""
    return lambda version: parse(admin.get(f"{ADMIN}{version.pk}/promote/"))


def row(page, name):
    """The cells of the table's row with this heading."""
    rows = page.one("section").one("tbody").all("tr")
    (cells,) = (tr.all("td") for tr in rows if tr.one("th").text == name)
    return [cell.text for cell in cells]


def test_it_shows_both_on_audited_drawings_and_whether_that_is_enough(
    asked, base, second
):
    for before, after in ((1, 7), (1, 7), (1, 7), (7, 7)):
        both(base, second, before, after, label=7)
    Drawing.objects.update(audited=True)
    page = asked(second)
    ours, theirs, *counts = row(page, "Audited drawings")
    assert ours.startswith("25.00 % of 4")
    assert theirs.startswith("100.00 % of 4")
    assert counts == ["0", "3", "0.25"]
    assert "93.8 % sure that v0002 reads more." in page.text


def test_without_labels_it_says_that_nothing_is_known(asked, second):
    page = asked(second)
    assert row(page, "Audited drawings")[0] == "-"
    assert "No audited drawing tells which of the two reads more" in page.text


def test_it_shows_what_the_gate_measured(asked, base):
    version = add_version(scores={HELD_OUT: measured(15, 18, 20)})
    cells = row(asked(judged(version)), "Held-out drawings")
    assert cells[0].startswith("75.00 % of 20 (53.1 % to 88.8 %)")
    assert cells[2:] == ["0", "3", "0.25"]


def test_it_warns_of_a_version_that_no_gate_judged(asked, base, second):
    shipped = ModelVersion.objects.get(name="seed75")
    assert "The gate never judged seed75" in asked(shipped).one("li").text
    assert "never judged" not in asked(judged(second)).text


def test_it_counts_the_changed_answers_and_leads_to_them(asked, base, second):
    both(base, second, 1, 7, label=7)
    both(base, second, 1, 7)
    page = asked(second)
    assert (
        "Of 2 drawings that both answered, the answer changes in 2; of the 1 labelled "
        "1 is fixed and 0 broken."
    ) in page.text
    assert page.all("a", href=f"{ADMIN}{second.pk}/answers/")


def test_a_rollback_shows_it_too(admin, base, second):
    promote(second, why="better")
    page = parse(admin.get(f"{ADMIN}roll-back/"))
    assert page.all("h2", "base beside v0002")
    assert "never judged" not in page.text
