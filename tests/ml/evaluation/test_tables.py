"""Figures become tables that read at a glance."""

from ml.evaluation.condition_groups import group_conditions
from ml.evaluation.tables import by_group_and_set, by_kind, not_digits, reliability
from tests.support.tables import cells


def test_conditions_of_one_kind_stand_together_and_others_alone():
    groups = group_conditions(["plain", "black", "thin", "green", "photo-hand"])
    assert groups == {
        "plain": ["plain"],
        "colours (2)": ["black", "green"],
        "thin": ["thin"],
        "photo-hand": ["photo-hand"],
    }


def test_a_group_shows_the_mean_of_its_conditions():
    accuracies = {"plain": 0.9, "black": 0.8, "green": 0.6}
    rows = [
        {"set": "digits", "condition": name, "accuracy": accuracy}
        for name, accuracy in accuracies.items()
    ]
    figures = {"sets": rows, "mean_by_condition": accuracies, "worst_set": "digits"}
    figures |= {"mean_by_set": {"digits": 0.77}, "mean": 0.77}
    table = cells(by_group_and_set(figures))
    assert table["colours (2)"] == ["70.00", "digits", "70.00"]


def test_mistakes_add_up_by_kind_over_the_sets():
    by_set = {
        "ink": {"first": {"confusions": {"1>7": 2, "0>none": 1}}},
        "pen": {"first": {"confusions": {"1>none": 1}}},
    }
    over_all = {
        "n": 100,
        "confusions": {"1>7": 5, "0>none": 2, "1>none": 2, "3>error": 1},
    }
    table = cells(by_kind({"by_set": by_set, "all": over_all}, "plain"))
    assert table["refused"] == ["1", "1", "2", "4", "4.00"]
    assert table["read as another digit"] == ["2", "0", "2", "5", "5.00"]
    assert table["not readable"] == ["0", "0", "0", "1", "1.00"]
    assert table["1 read as 7"] == ["2", "0", "2", "5", "5.00"]


def test_non_digits_say_as_what_they_were_read_where_that_is_known():
    row = {"condition": "plain", "n": 4, "right": 1, "accuracy": 0.25}
    row |= {"low": 0, "high": 0.7}
    read = {"taken_for": {"1": 2, "7": 1}, "sure_and_wrong": 1}
    rows = [{"group": "hard, letter", **row, **read}, {"group": "letter", **row}]
    table = cells(not_digits(rows))
    assert table["hard, letter"][4:6] == ["1: 2, 7: 1", "1"]
    assert table["letter"][4:6] == ["-", "-"]
    assert "as numbers" not in not_digits(rows)


def test_non_digits_say_how_many_are_read_as_numbers():
    row = {"n": 4, "right": 3, "accuracy": 0.75, "low": 0, "high": 1}
    row |= {"taken_for": {}, "sure_and_wrong": 0, "other_signs": 2}
    rows = [
        {"group": "word", "condition": condition, "as_number": count, **row}
        for condition, count in (("plain", 0), ("thin", 1))
    ]
    assert cells(not_digits(rows))["word"][6:8] == ["2", "12.50"]


def test_shares_are_of_all_answers_and_chance_is_shown_where_it_is_known():
    score = {"n": 200, "ece": 0.004, "refused": 1, "sure_and_wrong": 3}
    chance = {"ece_by_chance": [0.002, 0.005]}
    table = cells(reliability({"new": score | chance, "older": score}))
    assert table["new"] == ["200", "0.50", "0.40", "0.20", "0.50", "1.50"]
    assert table["older"] == ["200", "0.50", "0.40", "-", "-", "1.50"]
