"""Two versions on the same drawings: which of them reads more right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ml.evaluation.drawings import Drawing
from ml.evaluation.predictions import ERROR, Predictions
from ml.inference.networks import NOT_A_DIGIT
from ml.markdown import percent, table
from ml.metrics.statistics import mcnemar

SIGNIFICANT = 0.05  # a larger p shows no difference
NOTE = """\
McNemar's exact test, two-sided. 'For' a version are the drawings that it alone read
right; over all conditions, those that it read right under more of them.
"""


def compare_on_mnist(
    labels: np.ndarray, first: Predictions, second: Predictions
) -> list[dict]:
    """McNemar's test of two versions on MNIST's test set: one row."""
    right = ((version.digits == labels).astype(int) for version in (first, second))
    return [compare("MNIST", "test", *right)]


def compare_on_drawings(
    drawings: Sequence[Drawing],
    conditions: Sequence[str],
    first: Predictions,
    second: Predictions,
) -> list[dict]:
    """McNemar's test of two versions, for digits by condition and for non-digits.

    Over all conditions a drawing counts once, for the version that read it right under
    more of them: one drawing's pictures are not independent of each other.
    """
    truth = np.array([drawing.digit for drawing in drawings])
    right = np.stack([_right(version.digits, truth) for version in (first, second)])
    digits, others = right[..., truth != NOT_A_DIGIT], right[..., truth == NOT_A_DIGIT]
    rows = []
    if digits.size:
        for i, condition in enumerate(conditions):
            rows.append(compare("digits", condition, *digits[:, i : i + 1]))
        rows.append(compare("digits", "all", *digits))
    if others.size:
        rows.append(compare("not digits", "all", *others))
    return rows


def compare(kind: str, condition: str, first: np.ndarray, second: np.ndarray) -> dict:
    """Which of two versions is right more often, drawing by drawing.

    `first` and `second` are 1 where a version is right, else 0: (conditions, n).
    """
    ahead = first.sum(0) - second.sum(0)
    only_first, only_second = int((ahead > 0).sum()), int((ahead < 0).sum())
    return {
        "of": kind,
        "condition": condition,
        "n": len(ahead),
        "accuracy": [round(float(right.mean()), 5) for right in (first, second)],
        "first": only_first,
        "second": only_second,
        "p": mcnemar(only_first, only_second),
    }


def comparison_tables(first: str, second: str, rows: list[dict]) -> list[str]:
    """The rows as Markdown, under a heading; `first` and `second` are names."""
    head = ["of", "condition", "n", f"{first}, %", f"{second}, %"]
    head += [f"for {first}", f"for {second}", "p", "better"]
    lines = []
    for row in rows:
        better = first if row["first"] > row["second"] else second
        lines.append(
            [
                *(row["of"], row["condition"], row["n"]),
                *map(percent, row["accuracy"]),
                *(row["first"], row["second"], f"{row['p']:.2g}"),
                better if row["p"] < SIGNIFICANT else "not shown",
            ]
        )
    return [f"## {first} against {second}", NOTE, table(head, lines)]


def _right(answers: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """1 where right, else 0; an error refuses what is no digit."""
    refused = (answers == ERROR) & (truth == NOT_A_DIGIT)
    return ((answers == truth) | refused).astype(int)
