"""Cards as HTML: our own, and what somebody might have written into one."""

import pytest

from ml.inference.version_files import WEIGHTS
from recognizer.versions.card_html import markdown_html, read_card
from tests.support.html import parse

CARDS = sorted(WEIGHTS.glob("*/README.md"))


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.parent.name)
def test_a_card_that_ships_is_read_whole(path):
    text = path.read_text()
    card = read_card(text)
    assert card.front["model-index"]
    headings = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert [section.heading for section in card.sections] == headings
    for section in card.sections:
        shown = parse(section.html).text
        assert "|" not in shown
        assert "```" not in shown
        assert "##" not in shown


def test_every_cell_of_a_table_has_its_place():
    table = parse(markdown_html("| on | % |\n| --- | --: |\n| MNIST | 99.5 |"))
    assert [cell.text for cell in table.all("th", scope="col")] == ["on", "%"]
    assert table.one("th", scope="row").text == "MNIST"
    assert table.one("td").text == "99.5"


def test_a_cell_without_text_keeps_its_place():
    table = parse(markdown_html("|     |   n |\n| --- | --: |\n| all |     |"))
    assert [cell.text for cell in table.all("th", scope="col")] == ["", "n"]
    assert table.one("td").text == ""


@pytest.mark.parametrize(
    "card",
    [
        "{}",
        "## {}",
        "- {}",
        "| {} |\n| --- |\n| {} |",
        "`{}`",
        "**{}**",
        "```\n{}\n```",
    ],
)
def test_html_in_a_card_is_shown_and_not_run(card):
    html = markdown_html(card.replace("{}", "<script>alert('1')</script>"))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
