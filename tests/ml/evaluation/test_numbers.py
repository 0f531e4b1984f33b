"""Whole numbers are measured: by set, length and condition, and what they cost."""

import json

import numpy as np
import pytest
from PIL import Image

from ml.data.unipen.writers import is_apart
from ml.evaluate import evaluate, main, parse
from ml.evaluation.drawings import load_drawings
from ml.evaluation.number_figures import length_name
from ml.evaluation.number_mistakes import number_sheet
from ml.evaluation.predictions import Predictions
from ml.evaluation.renderer import find_sets, load_renderer
from ml.evaluation.report import write_report
from ml.evaluation.scores import number_score, refusals, score
from ml.numbers.drawing_answer import DrawingAnswer
from tests.support.measured import measuring_folder
from tests.support.tables import cells


@pytest.fixture
def folder(tmp_path):
    return measuring_folder(tmp_path)


def measured(folder, *argv, sets="numbers"):
    where = ["--drawings", str(folder), "--sets", sets, "--workers", "1"]
    return evaluate(parse([*where, *argv]))


def answer(digit, number="", confidence=0.95, **more):
    """An answer whose eleven probabilities say that the whole is `digit`."""
    probabilities = np.full(11, 0.01)
    probabilities[digit] = 0.9
    return DrawingAnswer(
        10 if number else digit,
        0.9,
        probabilities.tolist(),
        number=number,
        number_confidence=confidence if number else None,
        **more,
    )


def predictions(*answers):
    return Predictions.from_answers(answers, (1, len(answers)))


def test_a_number_is_right_with_every_digit(folder):
    report, _ = measured(folder)
    figures = report["drawings"]["numbers"]
    (row,) = figures["sets"]
    assert (row["set"], row["n"], row["right"]) == ("numbers", 14, 12)
    assert (row["misread"], row["as_digit"], row["refused"]) == (1, 1, 0)
    assert row["sure_and_wrong"] == 2
    assert figures["all"]["n"] == 14


def test_each_length_is_measured_apart(folder):
    report, _ = measured(folder, "--conditions", "all")
    rows = report["drawings"]["numbers"]["lengths"]
    plain = {
        r["length"]: (r["right"], r["n"]) for r in rows if r["condition"] == "plain"
    }
    assert plain == {"2": (3, 5), "3": (3, 3), "4": (3, 3), "5": (3, 3)}
    assert len(rows) == 8
    assert [length_name(n) for n in (2, 6, 8, 9, 12, 13)] == [
        *("2", "6 - 8", "6 - 8", "9 - 12", "9 - 12", "13 and more")
    ]


def test_the_tables_show_whole_numbers_and_what_became_of_the_others(folder):
    report, _ = measured(folder, "--conditions", "all")
    text = write_report(report)
    tables = text.split("### ")
    of_sets = cells(
        next(part for part in tables if part.startswith("Whole numbers, by set"))
    )
    assert of_sets["numbers"][:3] == ["14", "12", "85.71"]
    assert "Sure and wrong, over all sets and conditions: 4 of 28 numbers" in text
    by_length = next(p for p in tables if p.startswith("Whole numbers, by length"))
    assert "100.0 (43.9 - 100.0) of 3" in by_length


def test_halves_of_the_writers_are_told_apart(folder):
    report, _ = measured(folder, "--halves", "numbers")
    counts = {row["set"]: row["n"] for row in report["drawings"]["numbers"]["sets"]}
    chosen = load_drawings(load_renderer(folder), ["numbers"], "dev", 0, 0)
    apart = sum(is_apart(number.sample["writer"]) for number in chosen)
    assert 0 < apart < 14
    assert counts == {
        "numbers": 14,
        "numbers, half seen": 14 - apart,
        "numbers, half apart": apart,
    }
    assert "the half apart are writers" in write_report(report)


def test_composed_sets_are_made_of_the_folders_characters(folder):
    report, _ = measured(folder, "--limit", "22", sets="composed,composed_signs")
    figures = report["drawings"]
    (row,) = figures["numbers"]["sets"]
    assert (row["set"], row["n"]) == ("composed", 22)
    groups = {row["group"]: row["n"] for row in figures["not_digits"]}
    assert groups == {"composed_signs, minus": 11, "composed_signs, point": 11}


def test_composed_numbers_are_of_writers_held_out_where_their_set_is(folder):
    sources = find_sets(folder, "dev")
    renderer = load_renderer(folder)
    writers = {"many": ["w12"], **{name: [] for name in sources if name != "many"}}
    chosen = load_drawings(
        renderer, ["composed"], "dev", 22, 0, writers, sources=sources
    )
    assert {number.sample["writer"] for number in chosen} == {"w12"}
    argv = ["--drawings", str(folder), "--sets", "composed", "--workers", "1"]
    argv += ["--held-out", "many", "--limit", "11"]
    report, _ = evaluate(parse(argv))
    assert report["asked"]["held_out"] == {"many": 6}


def test_sets_that_nothing_can_be_composed_of_are_named(tmp_path, capsys):
    folder = measuring_folder(tmp_path)
    for name in ("digits", "many", "numbers", "others", "hard", "words"):
        (folder / "data" / "dev" / f"{name}.npz").unlink()
    argv = ["--drawings", str(folder), "--sets", "composed", "--workers", "1"]
    assert main(argv) == 1
    assert "There are no drawings in composed." in capsys.readouterr().err


def test_a_wrong_number_is_misread_or_taken_for_a_digit_or_refused():
    answers = predictions(
        *(answer(10, "42"), answer(10, "43", 0.99), answer(4), answer(10)),
        *(answer(10, several_digits=True), answer(10, other_signs=True), None),
    )
    figures = number_score(np.full((1, 7), "42"), answers)
    outcomes = ("right", "misread", "as_digit", "refused", "doubtful", "other_signs")
    assert [figures[outcome] for outcome in (*outcomes, "errors")] == [1] * 7
    assert figures["sure_and_wrong"] == 2


def test_a_digit_read_as_a_number_is_wrong_and_counted_as_changed():
    answers = predictions(answer(10, "11"), answer(7, "77"), answer(7), answer(10))
    figures = score(np.full((1, 4), 7), answers)
    assert (figures["right"], figures["as_number"], figures["refused"]) == (1, 2, 1)
    assert (figures["changed"], figures["lost"]) == (2, 1)
    assert figures["confusions"] == {"7>number": 2, "7>none": 1}


def test_what_is_no_digit_and_is_read_as_a_number_is_not_refused():
    answers = predictions(answer(10, "11"), answer(10), answer(10, other_signs=True))
    figures = refusals(answers)
    assert (figures["right"], figures["as_number"], figures["other_signs"]) == (2, 1, 1)
    assert figures["taken_for"] == {"11": 1}


def test_the_picture_of_mistakes_shows_boxes_around_the_parts(folder, tmp_path):
    out = tmp_path / "out"
    argv = ["--drawings", str(folder), "--sets", "numbers", "--workers", "1"]
    assert main([*argv, "--conditions", "all", "--out", str(out)]) == 0
    assert np.asarray(Image.open(out / "numbers.png")).min() < 50
    _, parts = measured(folder, "--conditions", "all")
    (section,) = parts["drawings"].misread_numbers.values()
    read = {number.caption.split()[0]: number for number in section}
    assert set(read) == {"36>35", "35>7"}
    assert [part["digit"] for part in read["36>35"].parts] == [3, 5]
    assert read["36>35"].caption.endswith("plain x2")
    boxed, plain = (
        number_sheet({"": [number]}).crop((0, 34, 190, 134))
        for number in (read["36>35"], read["35>7"])
    )
    assert 110 in np.asarray(boxed)
    assert 110 not in np.asarray(plain)


def test_what_is_wrongly_read_as_a_number_is_among_these_mistakes(folder):
    report, parts = measured(folder, sets="words,hard")
    rows = {row["group"]: row for row in report["drawings"]["not_digits"]}
    assert rows["words, word"]["taken_for"] == {"42": 1}
    assert rows["words, word"]["as_number"] == 1
    (title,) = parts["drawings"].misread_numbers
    assert title == "words, word: 1 of 1 not right"
    assert list(parts["drawings"].mistakes) == ["hard, symbol: 2 of 2 misread"]


def test_two_versions_are_compared_on_numbers_too(folder):
    report, _ = measured(folder, "--compare", "seed75")
    rows = {row["of"]: row for row in report["compare"]}
    assert rows["numbers"]["accuracy"] == [round(12 / 14, 5), 0.0]
    assert json.dumps(report)
