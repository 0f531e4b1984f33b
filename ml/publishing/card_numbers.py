"""Figures of numbers, shortened for a version's card, and back as figures.

The card holds counts; shares and intervals follow from them.
"""

from __future__ import annotations

from ml.evaluation.scores import NUMBER_COUNTS
from ml.metrics.statistics import accuracy_figures


def shorten_numbers(figures: dict) -> dict:
    """numbers_figures() as counts: by set and condition, and right by length.

    `lengths` has for each set the numbers of each length, `lengths_right` for each set
    and condition how many of them are right, in the same order.
    """
    scores: dict[str, dict] = {}
    for row in figures["sets"]:
        scores.setdefault(row["set"], {})[row["condition"]] = _counts(row)
    lengths: dict[str, dict] = {}
    right: dict[str, dict] = {}
    for row in figures["lengths"]:
        lengths.setdefault(row["set"], {})[row["length"]] = row["n"]
        of_condition = right.setdefault(row["set"], {})
        of_condition.setdefault(row["condition"], []).append(row["right"])
    all_sets = _counts(figures["all"])
    return {
        "scores": scores,
        "lengths": lengths,
        "lengths_right": right,
        "all": all_sets,
    }


def numbers_figures_of(part: dict) -> dict:
    """The inverse of shorten_numbers(), without calibration."""
    sets = [
        {"set": name, "condition": condition, **_score(counts)}
        for name, of_set in part["scores"].items()
        for condition, counts in of_set.items()
    ]
    lengths = [
        {"set": name, "condition": condition, "length": length}
        | accuracy_figures(right[i], n)
        for name, of_set in part["lengths_right"].items()
        for condition, right in of_set.items()
        for i, (length, n) in enumerate(part["lengths"][name].items())
    ]
    return {"sets": sets, "lengths": lengths, "all": _score(part["all"])}


def _counts(score: dict) -> dict:
    return {key: score[key] for key in ("n", "right", *NUMBER_COUNTS)}


def _score(counts: dict) -> dict:
    return counts | accuracy_figures(counts["right"], counts["n"])
