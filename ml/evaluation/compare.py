"""Two versions on the same drawings: which one reads more of them right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ml.evaluation.drawings import Drawing
from ml.evaluation.predictions import ERROR, Answers
from ml.inference.networks import NOT_A_DIGIT
from ml.markdown import percent, table
from ml.metrics.statistics import mcnemar

SHOWN = 0.05  # a larger p shows no difference
NOTE = """\
McNemar's exact test, two-sided. 'For' a version are the drawings that it alone read
right; over all conditions, those that it read right under more of them.
"""


def compare(
    drawings: Sequence[Drawing], conditions: Sequence[str], two: Sequence[Answers]
) -> list[dict]:
    """McNemar's test of two versions on the same drawings, for each condition.

    Over all conditions a drawing counts once, for the version that read it right under
    more of them: one drawing's pictures are not independent of each other.
    """
    truth = np.array([one.digit for one in drawings])
    rows = []
    for kind, chosen in (
        ("digits", truth != NOT_A_DIGIT),
        ("not digits", truth == NOT_A_DIGIT),
    ):
        if not chosen.any():
            continue
        right = [_right(one.digits, truth)[:, chosen].astype(int) for one in two]
        if kind == "digits":
            for i, condition in enumerate(conditions):
                rows.append(duel(kind, condition, *(one[i : i + 1] for one in right)))
        rows.append(duel(kind, "all", *right))
    return rows


def duel(kind: str, condition: str, first: np.ndarray, second: np.ndarray) -> dict:
    """Which of two is right more often, drawing by drawing; 0 or 1 (times, n)."""
    ahead = first.sum(0) - second.sum(0)
    only = int((ahead > 0).sum()), int((ahead < 0).sum())
    accuracy = [round(float(one.mean()), 5) for one in (first, second)]
    facts = {"of": kind, "condition": condition, "n": len(ahead), "accuracy": accuracy}
    return {**facts, "first": only[0], "second": only[1], "p": mcnemar(*only)}


def duel_tables(first: str, second: str, rows: list[dict]) -> list[str]:
    """The rows as Markdown, under a heading."""
    head = ["of", "condition", "n", f"{first}, %", f"{second}, %"]
    head += [f"for {first}", f"for {second}", "p", "better"]
    lines = []
    for row in rows:
        accuracy = [percent(one) for one in row["accuracy"]]
        counts = [row["first"], row["second"], f"{row['p']:.2g}"]
        better = first if row["first"] > row["second"] else second
        better = better if row["p"] < SHOWN else "not shown"
        lines.append(
            [row["of"], row["condition"], row["n"], *accuracy, *counts, better]
        )
    return [f"## {first} against {second}", NOTE, table(head, lines)]


def _right(said: np.ndarray, truth: np.ndarray) -> np.ndarray:
    return (said == truth) | ((said == ERROR) & (truth == NOT_A_DIGIT))
