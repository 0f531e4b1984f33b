"""Plots are markup that a screen reader and a narrow screen can use."""

import pytest

from recognizer.statistics import plots
from recognizer.statistics.scope import Proportion
from tests.support.html import parse


def parts(plot):
    return [rect.attributes for rect in parse(plot).all("rect")]


def test_bars_are_as_high_as_their_counts_and_stand_on_each_other():
    lower, upper, alone = parts(plots.bars([("Mon", (3, 1)), ("Tue", (0, 2))], "Days"))
    heights = [float(part["height"]) for part in (lower, upper, alone)]
    assert heights == pytest.approx([135, 45, 90])  # of 180 for the top, 4
    assert float(upper["y"]) + heights[1] == pytest.approx(float(lower["y"]))
    assert [part["class"] for part in (lower, upper, alone)] == [
        "part-0",
        "part-1",
        "part-1",
    ]


def test_a_plot_is_a_picture_with_a_label_and_names_are_no_markup():
    page = parse(plots.bars([("<b>", (1,))], "Days & nights"))
    plot = page.one("svg", role="img")
    assert plot.attributes["aria-label"] == "Days & nights"
    assert plot.one("title").text == "<b>: 1"


def test_no_more_names_than_a_phone_has_room_for():
    page = parse(plots.bars([(f"day {n}", (n,)) for n in range(40)], "Days"))
    names = [text.text for text in page.all("text") if text.text.startswith("day")]
    assert len(names) == 4


def test_nothing_drawn_is_an_empty_plot():
    assert parts(plots.bars([("Mon", (0,))], "Days")) == []


def test_a_level_has_the_colour_of_its_limits_and_ends_at_the_top():
    days = [("Mon", 0.05), ("Tue", 0.1), ("Wed", 3.0)]
    bars = parts(plots.levels(days, (0.1, 0.25), "Days"))
    assert [bar["class"] for bar in bars] == ["part-2", "part-1", "part-0"]
    assert [float(bar["height"]) for bar in bars] == pytest.approx([18, 36, 180])


def test_an_interval_begins_at_the_floor():
    page = parse(plots.interval(Proportion(3, 4), floor=0.5))
    assert page.one("circle").attributes["cx"] == "50%"
