"""Two versions on the same drawings: which of them reads more right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ml.evaluation.condition_groups import group_conditions
from ml.evaluation.drawings import (
    DIGITS,
    NOT_DIGITS,
    NUMBERS,
    Drawing,
    columns_by_title,
    columns_of,
)
from ml.evaluation.predictions import Predictions
from ml.evaluation.scores import right_answers
from ml.markdown import percent, table
from ml.metrics.statistics import mcnemar

SIGNIFICANT = 0.05  # a larger p shows no difference
NOTE = """\
McNemar's exact test, two-sided. 'For' a version are the drawings that it alone read
right (of numbers: every digit; of non-digits: refused); over several conditions, those
that it read right under more of them. Of twenty rows without a difference, about one
has p under 0.05.
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
    """McNemar's test of two versions, for all digits and each set, numbers, and others.

    Over several conditions a drawing counts once, for the version that read it right
    under more of them: one drawing's pictures are not independent of each other.
    """
    right = np.stack([right_answers(drawings, version) for version in (first, second)])
    right = right.astype(int)
    rows = []
    for kind in (DIGITS, NUMBERS, NOT_DIGITS):
        groups = _compared(conditions, each_group=kind == DIGITS)
        for name, columns in _parts(drawings, kind):
            for group, of_group in groups.items():
                rows.append(compare(name, group, *right[:, of_group][..., columns]))
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


def comparison_tables(versions: Sequence[dict], rows: list[dict]) -> list[str]:
    """The rows as Markdown, under a heading; `versions` are the two's identities."""
    first, second = _distinct_names(versions)
    head = ["of", "conditions", "n", f"{first}, %", f"{second}, %"]
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


def _distinct_names(versions: Sequence[dict]) -> list[str]:
    """Names, with their files' hashes where an older version has the same name."""
    names = [version["name"] for version in versions]
    if len(set(names)) == len(names):
        return names
    return [f"{version['name']} {version['sha256'][:8]}" for version in versions]


def _parts(drawings: Sequence[Drawing], kind: str) -> Iterator[tuple[str, np.ndarray]]:
    """All drawings of a kind, then each title: its name and columns, bool (n,)."""
    by_title = columns_by_title(drawings, kind)
    if by_title:
        yield kind, columns_of(drawings, kind)
    yield from by_title.items()


def _compared(conditions: Sequence[str], *, each_group: bool) -> dict[str, list[int]]:
    """Rows of predictions by what they show: each group or the first; then all."""
    groups = group_conditions(conditions) if each_group else {}
    named = {conditions[0]: conditions[:1], **groups}
    if len(conditions) > 1:
        named["all"] = conditions
    return {
        name: [conditions.index(condition) for condition in members]
        for name, members in named.items()
    }
