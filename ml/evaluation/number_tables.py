"""Figures of numbers -> Markdown tables, for a report and for a card."""

from __future__ import annotations

from collections.abc import Mapping

from ml.evaluation.tables import accuracy_cells, worst
from ml.markdown import percent, table

OUTCOMES = {  # of number_score(), in the order of the columns
    "misread": "as another number",
    "as_digit": "as one digit",
    "doubtful": "doubtful",
    "other_signs": "other signs",
    "refused": "not seen",
    "sure_and_wrong": "sure and wrong",
}
NOTE = """\
A number is right with every digit. What is not is read as another number or as a single
digit, or refused: as several digits that are doubtful, for other signs that seem to be
among them, or because no number is seen.
"""


def numbers_by_set(figures: dict) -> str:
    """A row for each set: the first condition with its interval, then all of them."""
    first, rows = figures["sets"][0]["condition"], []
    for name in dict.fromkeys(row["set"] for row in figures["sets"]):
        of_set = [row for row in figures["sets"] if row["set"] == name]
        outcomes = [of_set[0][outcome] for outcome in OUTCOMES]
        mean = sum(row["accuracy"] for row in of_set) / len(of_set)
        lowest = worst(of_set, "condition")
        cells = accuracy_cells(of_set[0])
        rows.append([name, *cells, *outcomes, percent(mean), lowest])
    head = ["set", "n", f"{first}: right", "%", "95 %", *OUTCOMES.values()]
    return table([*head, "all conditions", "worst"], rows)


def numbers_by_length(figures: dict) -> str:
    """A row for each set and condition, a column for each length: %, with interval."""
    lengths = dict.fromkeys(row["length"] for row in _by_digits(figures["lengths"]))
    rows = []
    for row in figures["sets"]:
        about = row["set"], row["condition"]
        cells = {
            part["length"]: f"{_share(part)} of {part['n']}"
            for part in figures["lengths"]
            if (part["set"], part["condition"]) == about
        }
        of_lengths = [cells.get(length, "") for length in lengths]
        rows.append([*about, row["n"], _share(row), *of_lengths])
    digits = [f"{length} digits" for length in lengths]
    return table(["set", "condition", "n", "all, %", *digits], rows)


def numbers_outcomes(figures: dict) -> str:
    """A row for each set and condition: what became of what is not right."""
    rows = []
    for row in figures["sets"]:
        counts = [row[outcome] for outcome in OUTCOMES]
        sure = percent(row["sure_and_wrong"] / row["n"])
        rows.append(
            [row["set"], row["condition"], row["n"], row["right"], *counts, sure]
        )
    head = ["set", "condition", "n", "right", *OUTCOMES.values(), "%"]
    return table(head, rows)


def sure_and_wrong(score: Mapping) -> str:
    """How many of all numbers, under all conditions, are so: a sentence."""
    wrong, n = score["sure_and_wrong"], score["n"]
    return (
        f"Sure and wrong, over all sets and conditions: {wrong:,} of {n:,} numbers "
        f"({percent(wrong / n)} %)."
    )


def _by_digits(rows: list[dict]) -> list[dict]:
    """The rows from the shortest numbers to the longest."""
    return sorted(rows, key=lambda row: int(row["length"].split()[0]))


def _share(row: dict) -> str:
    """ "97.2 (94.8 - 98.5)": in %, with the interval."""
    interval = f"{percent(row['low'], 1)} - {percent(row['high'], 1)}"
    return f"{percent(row['accuracy'], 1)} ({interval})"
