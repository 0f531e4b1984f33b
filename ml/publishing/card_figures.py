"""What ml.evaluate found, kept short in a version's card, and back as figures.

Three parts, each replaced only by a run that measured it: `mnist`, `digits` (people's)
and `not_digits`. Of every set, or group, and condition only the count is kept that is
right; shares, intervals, means and worst cases follow from the counts.
"""

from __future__ import annotations

from ml.evaluation.figures import summary
from ml.metrics.statistics import accuracy_figures


def shorten(report: dict) -> dict:
    """A report of ml.evaluate -> what a card keeps of it, by part."""
    figures, found = report.get("drawings", {}), {}
    if "mnist" in report:
        found["mnist"] = report["mnist"]
    if rows := figures.get("sets"):
        names = list(dict.fromkeys(row["set"] for row in rows))
        first = {k: v for k, v in figures["conditions"][0].items() if k != "confusions"}
        more = {"first": first, "all": figures["all"]}
        found["digits"] = {**_asked(report, names), **_counts(rows, "set"), **more}
    if rows := figures.get("not_digits"):
        digits = {row["set"] for row in figures["sets"]}
        others = [name for name in report["asked"]["sets"] if name not in digits]
        found["not_digits"] = {**_asked(report, others), **_counts(rows, "group")}
    return found


def digits_figures(kept: dict) -> dict:
    """The part `digits` -> as drawings_figures() has it, without details."""
    figures = {"sets": _rows(kept, "set"), "all": kept["all"], "first": kept["first"]}
    return figures | summary(figures, list(kept["right"]))


def not_digits_rows(kept: dict) -> list[dict]:
    """The part `not_digits` -> rows of group and condition."""
    return _rows(kept, "group")


def _asked(report: dict, names: list[str]) -> dict:
    asked = report["asked"]
    held = {name: who for name, who in asked["held_out"].items() if name in names}
    how = {name: asked[name] for name in ("limit", "split", "seed")}
    return {"sets": names, "asked": how, "held_out": held}


def _counts(rows: list[dict], key: str) -> dict:
    """n by `key`, and by condition how many are right, in the same order."""
    right: dict[str, list[int]] = {}
    for row in rows:
        right.setdefault(row["condition"], []).append(row["right"])
    return {"n": {row[key]: row["n"] for row in rows}, "right": right}


def _rows(kept: dict, key: str) -> list[dict]:
    return [
        {key: name, "condition": condition, **accuracy_figures(right[i], n)}
        for i, (name, n) in enumerate(kept["n"].items())
        for condition, right in kept["right"].items()
    ]
