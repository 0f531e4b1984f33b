"""What was measured on drawings -> Markdown tables, for a report and for a card."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ml.evaluation.condition_groups import group_conditions
from ml.markdown import percent, table

NAMED = 10  # pairs of digits that get a row of their own
OUTCOMES = {  # other answers are digits
    "none": "refused",
    "number": "read as a number",
    "error": "not readable",
}


def by_set(figures: dict) -> str:
    """A row for each set: the first condition with its interval, then all of them."""
    first, rows = figures["sets"][0]["condition"], []
    for name, mean in figures["mean_by_set"].items():
        of_set = [row for row in figures["sets"] if row["set"] == name]
        cells = accuracy_cells(of_set[0])
        rows.append([name, *cells, percent(mean), worst(of_set, "condition")])
    head = ["set", "n", f"{first}: right", "%", "95 %", "all conditions", "worst"]
    return table(head, rows)


def by_group_and_set(figures: dict) -> str:
    """A row for each group of conditions, a column for each set: mean accuracies."""
    rows = []
    for group, conditions in group_conditions(figures["mean_by_condition"]).items():
        average = _mean(figures["mean_by_condition"][name] for name in conditions)
        shares = {
            name: _mean(
                row["accuracy"]
                for row in figures["sets"]
                if row["set"] == name and row["condition"] in conditions
            )
            for name in figures["mean_by_set"]
        }
        lowest = min(shares, key=shares.__getitem__)
        rows.append([group, percent(average), lowest, *map(percent, shares.values())])
    means = map(percent, figures["mean_by_set"].values())
    rows.append(["all", percent(figures["mean"]), figures["worst_set"], *means])
    return table(["conditions", "mean of sets", "worst", *figures["mean_by_set"]], rows)


def not_digits(rows: list[dict]) -> str:
    """A row for each group: the first condition with its interval, then all of them.

    Cards of before numbers were read have no columns for them.
    """
    knows_numbers = all("as_number" in row for row in rows)
    first, lines = rows[0]["condition"], []
    for group in dict.fromkeys(row["group"] for row in rows):
        of_group = [row for row in rows if row["group"] == group]
        mean = _mean(row["accuracy"] for row in of_group)
        cells = [*accuracy_cells(of_group[0]), *_read_cells(of_group[0])]
        if knows_numbers:
            as_numbers = sum(row["as_number"] for row in of_group)
            share = percent(as_numbers / sum(row["n"] for row in of_group))
            cells += [of_group[0]["other_signs"], share]
        cells += [percent(mean), worst(of_group, "condition")]
        lines.append([group, *cells])
    head = ["group", "n", f"{first}: refused", "%", "95 %", "read as", "surely"]
    if knows_numbers:
        head += ["other signs", "as numbers, all conditions, %"]
    return table([*head, "all conditions", "worst"], lines)


def changed_by_numbers(scores: Mapping[str, dict]) -> str:
    """A row for each named score of digits: which answers are others for numbers' sake.

    "" for older cards, which do not say.
    """
    rows = [
        [name, row["n"], *(row[key] for key in ("changed", "as_number", "lost"))]
        for name, row in scores.items()
        if "changed" in row
    ]
    head = [
        "answers to single digits",
        "n",
        "changed",
        "read as a number",
        "right before",
    ]
    return table(head, rows) if rows else ""


def reliability(scores: Mapping[str, dict]) -> str:
    """A row for each named score: refusals, calibration, how often surely wrong."""
    head = ["answers to", "n", "refused, %", "ECE", "by chance", "95 % below"]
    rows = []
    for name, row in scores.items():
        chance = row.get("ece_by_chance") or [None, None]  # older cards have none
        shares = row["refused"] / row["n"], row["ece"], *chance
        sure = percent(row["sure_and_wrong"] / row["n"])
        rows.append([name, row["n"], *map(percent, shares), sure])
    return table([*head, "sure and wrong, %"], rows)


def by_kind(figures: dict, first: str) -> str:
    """A row for each kind of mistake: by set under the first condition, then in all."""
    of_sets = {
        name: Counter(scores["first"]["confusions"])
        for name, scores in figures["by_set"].items()
    }
    over_all = Counter(figures["all"]["confusions"])
    columns = [*of_sets.values(), sum(of_sets.values(), Counter()), over_all]
    kinds = defaultdict(list)
    for pair in over_all:
        kinds[_outcome(pair)].append(pair)
    kinds |= {in_words(pair): [pair] for pair in list(over_all)[:NAMED]}
    lines = []
    for kind, pairs in kinds.items():
        counts = [sum(column[pair] for pair in pairs) for column in columns]
        lines.append([kind, *counts, percent(counts[-1] / figures["all"]["n"])])
    head = ["drawn, answered", *of_sets, f"{first}, all sets", "all conditions", "%"]
    return table(head, lines)


def in_words(pair: str) -> str:
    """ "1>7" -> "1 read as 7", "0>none" -> "0 refused"."""
    drawn, answer = pair.split(">")
    return f"{drawn} {OUTCOMES.get(answer, f'read as {answer}')}"


def counts_in_words(counts: Mapping[str, int], most: int = 4) -> str:
    """ "1: 5, 7: 2", the first few; "-" where there are none."""
    named = [f"{what}: {count}" for what, count in list(counts.items())[:most]]
    return ", ".join(named) or "-"


def worst(rows: Sequence[dict], key: str) -> str:
    """The row with the lowest accuracy: its set or condition, and the accuracy."""
    lowest = min(rows, key=lambda row: row["accuracy"])
    return f"{lowest[key]} {percent(lowest['accuracy'])}"


def accuracy_cells(row: dict) -> list:
    """n, how many are right, the share, and its interval."""
    interval = f"{percent(row['low'], 1)} - {percent(row['high'], 1)}"
    return [row["n"], row["right"], percent(row["accuracy"]), interval]


def _read_cells(row: dict) -> list:
    """As what non-digits were read, and how many with a confidence of 0.9."""
    if "taken_for" not in row:  # older cards do not say
        return ["-", "-"]
    return [counts_in_words(row["taken_for"]), row["sure_and_wrong"]]


def _outcome(pair: str) -> str:
    """What became of the digit, whichever it was."""
    return OUTCOMES.get(pair.split(">")[1], "read as another digit")


def _mean(shares: Iterable[float]) -> float:
    return float(np.mean(list(shares)))
