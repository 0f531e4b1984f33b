"""What ml.evaluate measured, shortened for a version's card, and back as figures.

A card's evaluation has four parts, each replaced only by a run that measured it:
`mnist`, `digits` (people's), `not_digits`, and a person's `ceiling`. For every set, or
group, and condition the card holds only how many are right; shares, intervals, means
and worst cases follow from these counts. More is told of the first condition and of all
together; cards of before 26 November 2026 do not have that for each set (`by_set`) and
group (`first`).
"""

from __future__ import annotations

from ml.evaluation.figures import summary
from ml.metrics.statistics import accuracy_figures


def shorten(report: dict) -> dict:
    """A report of ml.evaluate -> the parts of a card's evaluation that it measured."""
    parts = {name: report[name] for name in ("mnist", "ceiling") if name in report}
    figures = report.get("drawings", {})
    set_rows, group_rows = figures.get("sets"), figures.get("not_digits")
    if set_rows:
        parts["digits"] = _digits(report)
    if group_rows:
        sets = {row["set"] for row in set_rows}
        others = [name for name in report["asked"]["sets"] if name not in sets]
        choice = _drawings_measured(report["asked"], others)
        counts = _counts(group_rows, "group")
        parts["not_digits"] = {**choice, **counts, "first": _first_read(group_rows)}
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
    for row in rows:
        if row["condition"] == condition:
            row |= first.get(row["group"], {})
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
    right: dict[str, list[int]] = {}
    for row in rows:
        right.setdefault(row["condition"], []).append(row["right"])
    return {"n": {row[key]: row["n"] for row in rows}, "right": right}


def _first_read(rows: list[dict]) -> dict[str, dict]:
    """As what each group was read under the first condition, and how often surely."""
    return {
        row["group"]: {key: row[key] for key in ("sure_and_wrong", "taken_for")}
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
