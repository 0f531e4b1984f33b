"""The tables and the limits of a card, from what training and ml.evaluate measured."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import mean, stdev
from textwrap import fill

from ml.evaluation.ceiling.scoring import NOTE as CEILING_NOTE
from ml.evaluation.ceiling.scoring import ceiling_table
from ml.evaluation.drawings import LOOK_ALIKE
from ml.evaluation.report import (
    NOTE,
    all_scores,
    describe_choice,
    mnist_tables,
    numbers_tables,
    set_scores,
)
from ml.evaluation.tables import (
    by_group_and_set,
    by_kind,
    by_set,
    changed_by_numbers,
    in_words,
    not_digits,
    reliability,
)
from ml.markdown import bullets, percent, table
from ml.publishing.card_figures import digits_figures, not_digits_rows
from ml.publishing.card_numbers import numbers_figures_of

SCORES = {  # name in the front matter -> words
    "mnist_test": "MNIST test set, 'not a digit' counted as wrong",
    "mnist_test_ten_digits": "MNIST test set, likeliest of the ten digits",
    "validation": "MNIST digits held out",
    "plain_validation": "digits held out, people's with three pens and MNIST's",
    "digits_refused": "of these, refused",
    "drawn_validation": "digits held out or drawn by code, distorted",
    "non_digits_refused": "letters and symbols held out, and drawn non-digits: refused",
    "drawn_non_digits_refused": "the same, distorted: refused",
}
NAMED = 3  # confusions in a sentence


def evaluation(facts: dict) -> list[str]:
    """Everything under the card's heading Evaluation."""
    parts = ["### When training ended", _scores(facts)]
    measured = facts.get("evaluation", {})
    if not measured:
        missing = "Nothing else was measured: see `python -m ml.evaluate --card`."
        return [*parts, missing]
    parts += ["By `python -m ml.evaluate --card`, on the file that ships:", NOTE]
    if "mnist" in measured:
        known = "" if "mnist_test" in facts["scores"] else ", which it was trained on"
        parts += [f"### MNIST's test set{known}", *mnist_tables(measured["mnist"])]
    if "digits" in measured:
        parts += _digits(measured["digits"])
    if "numbers" in measured:
        numbers = measured["numbers"]
        parts += ["### Numbers", _drawings_measured(numbers)]
        parts += numbers_tables(numbers_figures_of(numbers))
    if "not_digits" in measured:
        others = measured["not_digits"]
        parts += ["### Not digits: refused", _drawings_measured(others)]
        parts += [not_digits(not_digits_rows(others))]
    if "ceiling" in measured:
        parts += _ceiling(measured["ceiling"])
    return parts + _calibration(measured)


def limits(facts: dict) -> str:
    """What it does worst, in sentences: of people's drawings and of non-digits."""
    measured = facts.get("evaluation", {})
    points: list[str] = []
    if "digits" in measured:
        points += _digit_limits(digits_figures(measured["digits"]))
    if "numbers" in measured:
        points += _number_limits(numbers_figures_of(measured["numbers"])["sets"])
    if "not_digits" in measured:
        points += _refusal_limits(not_digits_rows(measured["not_digits"]))
    return bullets(points)


def _digit_limits(figures: dict) -> Iterable[str]:
    if confusions := _confusions(figures["all"]):
        yield f"Of people's drawings most often: {', '.join(confusions)}."
    worst_set, condition = figures["worst_set"], figures["worst_condition"]
    yield (
        f"The worst set is {worst_set} "
        f"({percent(figures['mean_by_set'][worst_set])} % right over all conditions), "
        f"the worst condition '{condition}' "
        f"({percent(figures['mean_by_condition'][condition])} %)."
    )


def _number_limits(rows: list[dict]) -> Iterable[str]:
    least = min(rows, key=lambda row: row["accuracy"])
    yield (
        f"Of numbers it reads least of {least['set']} ('{least['condition']}': "
        f"{least['right']:,} of {least['n']:,} with every digit)."
    )


def _refusal_limits(rows: list[dict]) -> Iterable[str]:
    rows = [row for row in rows if not row["group"].endswith(LOOK_ALIKE)]
    if any(row["right"] for row in rows):  # else the version refuses nothing at all
        least = min(rows, key=lambda row: row["accuracy"])
        yield (
            "Of what is no digit, look-alikes aside, it refuses least: "
            f"{least['group']} ('{least['condition']}': {least['right']:,} of "
            f"{least['n']:,})."
        )


def _digits(digits: dict) -> list[str]:
    figures = digits_figures(digits)
    parts = ["### People's drawings, by set", _drawings_measured(digits)]
    parts += [by_set(figures)]
    parts += ["### People's drawings, by condition", by_group_and_set(figures)]
    if "by_set" in figures:
        kinds = by_kind(figures, digits["first"]["condition"])
        parts += ["### Mistakes by kind", kinds]
        if changes := changed_by_numbers(all_scores(figures)):
            parts += ["### Single digits, and that numbers are read", changes]
    return parts


def _confusions(figures: dict) -> list[str]:
    """The most frequent, such as "1 read as 7 (12 of 4,480)"."""
    return [
        f"{in_words(pair)} ({count:,} of {figures['drawn'][pair[0]]:,})"
        for pair, count in list(figures["confusions"].items())[:NAMED]
    ]


def _calibration(measured: dict) -> list[str]:
    scores = {}
    if "mnist" in measured:
        scores["MNIST's test set"] = measured["mnist"]
    if "digits" in measured:
        scores |= set_scores(digits_figures(measured["digits"]))
    return ["### Refusals and calibration", reliability(scores)] if scores else []


def _ceiling(ceiling: dict) -> list[str]:
    words = describe_choice(ceiling["asked"], ceiling["held_out"])
    choice = fill(f"Condition: {ceiling['condition']}. {words}", 88)
    rows = ceiling_table(ceiling["rows"])
    return ["### A person's ceiling", CEILING_NOTE, choice, rows]


def _drawings_measured(part: dict) -> str:
    """Which drawings a part of the evaluation was measured on."""
    words = describe_choice(part["asked"], part["held_out"])
    return fill(f"Sets: {', '.join(part['sets'])}. {words}", 88)


def _scores(facts: dict) -> str:
    scores = facts["scores"]
    seeds = facts.get("seeds") or {facts["seed"]: scores}
    names = ", ".join(map(str, seeds))
    head = ["accuracy on", f"seed {facts['seed']}"]
    head += [f"mean and standard deviation over seeds {names}"]
    rows = [
        [words, f"{percent(scores[key])} %", _spread(seeds, key)]
        for key, words in SCORES.items()
        if key in scores
    ]
    columns = 3 if len(seeds) > 1 else 2  # one seed has no spread
    return table(head[:columns], [row[:columns] for row in rows])


def _spread(seeds: dict, key: str) -> str:
    values = [scores[key] for scores in seeds.values()]
    deviation = stdev(values) if len(values) > 1 else 0
    return f"{percent(mean(values))} ± {percent(deviation)} %"
