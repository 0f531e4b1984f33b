"""What ml.evaluate measured, shortened for a version's card, and back as figures.

A card's evaluation has five parts, each replaced only by a run that measured it:
`mnist`, `digits` (people's), `numbers`, `not_digits`, and a person's `ceiling`. For
every set, or group, and condition the card holds only how many are right; shares,
intervals, means and worst cases follow from these counts. More is told of the first
condition and of all together; cards of before 26 November 2026 do not have that for
each set (`by_set`) and group (`first`), those of a day later not `as_number`.
"""

from __future__ import annotations

from ml.evaluation.figures import summary
from ml.metrics.statistics import accuracy_figures
from ml.publishing.card_numbers import shorten_numbers


def shorten(report: dict) -> dict:
    """A report of ml.evaluate -> the parts of a card's evaluation that it measured."""
    parts = {name: report[name] for name in ("mnist", "ceiling") if name in report}
    figures = report.get("drawings", {})
    set_rows, group_rows = figures.get("sets"), figures.get("not_digits")
    if set_rows:
        parts["digits"] = _digits(report)
    if "numbers" in figures:
        parts["numbers"] = _numbers(report)
    if group_rows:
        sets = _sets_of(group_rows, "group", report["asked"])
        parts["not_digits"] = {
            **_drawings_measured(report["asked"], sets),
            **_counts(group_rows, "group"),
            "as_number": _by_condition(group_rows, "as_number"),
            "first": _first_read(group_rows),
        }
    return parts


def digits_figures(digits: dict) -> dict:
    """The part `digits` -> figures like drawings_figures()'s, without details."""
    rows = _rows(digits, "set")
    names = [name for name in ("first", "all", "by_set") if name in digits]
    figures = {"sets": rows, **{name: digits[name] for name in names}}
    return figures | summary(rows, list(digits["right"]))


def not_digits_rows(not_digits: dict) -> list[dict]:
    """The part `not_digits` -> rows of group and condition."""
    rows, first = _rows(not_digits, "group"), not_digits.get("first", {})
    condition = next(iter(not_digits["right"]))
    places = {group: place for place, group in enumerate(not_digits["n"])}
    for row in rows:
        if row["condition"] == condition:
            row |= first.get(row["group"], {})
        if "as_number" in not_digits:
            of_condition = not_digits["as_number"][row["condition"]]
            row["as_number"] = of_condition[places[row["group"]]]
    return rows


def _digits(report: dict) -> dict:
    figures = report["drawings"]
    names = list(dict.fromkeys(row["set"] for row in figures["sets"]))
    first = figures["first"]
    return {
        **_drawings_measured(report["asked"], names),
        **_counts(figures["sets"], "set"),
        "first": {key: first[key] for key in first if key != "confusions"},
        "all": figures["all"],
        "by_set": figures["by_set"],
    }


def _numbers(report: dict) -> dict:
    figures, asked = report["drawings"]["numbers"], report["asked"]
    measured = _drawings_measured(asked, _sets_of(figures["sets"], "set", asked))
    if "halves" in asked:
        measured["asked"]["halves"] = asked["halves"]
    return {**measured, **shorten_numbers(figures)}


def _sets_of(rows: list[dict], key: str, asked: dict) -> list[str]:
    """Of the sets that were asked for, those of the rows: "set" or "set, group"."""
    measured = {row[key].split(", ")[0] for row in rows}
    return [name for name in asked["sets"] if name in measured]


def _drawings_measured(asked: dict, sets: list[str]) -> dict:
    """Which drawings of these sets were measured."""
    return {
        "sets": sets,
        "asked": {name: asked[name] for name in ("limit", "split", "seed")},
        "held_out": {
            name: writers for name, writers in asked["held_out"].items() if name in sets
        },
    }


def _counts(rows: list[dict], key: str) -> dict:
    """n by `key`, and by condition how many are right, in the same order."""
    right = _by_condition(rows, "right")
    return {"n": {row[key]: row["n"] for row in rows}, "right": right}


def _by_condition(rows: list[dict], count: str) -> dict[str, list[int]]:
    """By condition a count of each row, in the rows' order."""
    counts: dict[str, list[int]] = {}
    for row in rows:
        counts.setdefault(row["condition"], []).append(row[count])
    return counts


def _first_read(rows: list[dict]) -> dict[str, dict]:
    """As what each group was read under the first condition, and how often surely."""
    told = ("sure_and_wrong", "taken_for", "other_signs")
    return {
        row["group"]: {key: row[key] for key in told}
        for row in rows
        if row["condition"] == rows[0]["condition"]
    }


def _rows(counts: dict, key: str) -> list[dict]:
    """The inverse of _counts(), with shares and intervals."""
    return [
        {key: name, "condition": condition, **accuracy_figures(right[i], n)}
        for i, (name, n) in enumerate(counts["n"].items())
        for condition, right in counts["right"].items()
    ]
