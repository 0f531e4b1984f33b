"""A filled form -> what a person reads of a version's mistakes, and so of each set."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from ml.evaluation.ceiling.sheet import HEAD, NO_DIGIT
from ml.markdown import percent, table
from ml.metrics.statistics import wilson

UNSURE = "?"  # the person cannot tell
READINGS = (*"0123456789", NO_DIGIT, UNSURE)
NOTE = """\
A person judged the version's mistakes without label and answer, among as many drawings
that it reads (the controls). The ceiling is what somebody reads who reads all that the
version does, and of its mistakes what this person did; its 95 % interval is Wilson's.
'Person' takes the rest as this person read the controls of all sets, and its interval
is what these controls leave open.
"""


class BadForm(ValueError):
    """The form is not filled in; the message names the line and what is expected."""


def read_form(path: Path, count: int) -> list[str]:
    """The readings of drawings 1 to `count`. Raises BadForm, FileNotFoundError."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    if not rows or tuple(rows[0]) != HEAD:
        raise BadForm(f"{path}: expected the first line {','.join(HEAD)}.")
    readings: dict[str, str] = {}
    for line, row in enumerate(rows[1:], 2):
        number, reading = (cell.strip() for cell in (*row, "", "")[:2])
        if reading not in READINGS:
            raise BadForm(
                f"{path}, line {line}: expected a reading of {' '.join(READINGS)}, "
                f"got {reading!r}."
            )
        readings[number] = reading
    expected = [str(number) for number in range(1, count + 1)]
    if sorted(readings) != sorted(expected) or len(rows) != count + 1:
        raise BadForm(f"{path}: expected each number from 1 to {count} once.")
    return [readings[number] for number in expected]


def score_form(key: dict, readings: Sequence[str]) -> list[dict]:
    """Counts for each title of the key: of its mistakes, and of its controls."""
    rows = []
    for title, counts in key["sets"].items():
        judged = [
            (drawing["mistake"], reading, reading == drawing["truth"])
            for drawing, reading in zip(key["drawings"], readings, strict=True)
            if drawing["of"] == title
        ]
        mistakes = [(reading, right) for mistake, reading, right in judged if mistake]
        controls = [right for mistake, _, right in judged if not mistake]
        rows.append(
            {
                "of": title,
                **counts,
                "read": sum(right for _, right in mistakes),
                "unsure": sum(reading == UNSURE for reading, _ in mistakes),
                "controls": len(controls),
                "controls_read": sum(controls),
            }
        )
    return rows


def ceiling_table(rows: Sequence[dict]) -> str:
    """The rows of score_form() as Markdown, with each set's ceiling in %."""
    controls = sum(row["controls"] for row in rows)
    controls_read = sum(row["controls_read"] for row in rows)
    share = controls_read / controls if controls else None
    of_controls = (share, *wilson(controls_read, controls))
    head = ["set", "n", "version, %", "mistakes", "read", "read otherwise", "unsure"]
    head += ["ceiling, %", "95 %", "controls read", "person, %", "95 %"]
    return table(head, [_cells(row, of_controls) for row in rows])


def _cells(row: dict, of_controls: tuple[float | None, float, float]) -> list:
    """A row of the table; `of_controls` are the share read and its interval."""
    n, mistakes, read = row["n"], row["mistakes"], row["read"]
    kept = n - mistakes + read
    person = [
        None if share is None else ((n - mistakes) * share + read) / n
        for share in of_controls
    ]
    return [
        *(row["of"], n, percent(1 - mistakes / n), mistakes, read),
        *(mistakes - read - row["unsure"], row["unsure"]),
        *(percent(kept / n), _interval(*wilson(kept, n))),
        f"{row['controls_read']} of {row['controls']}",
        *(percent(person[0]), _interval(*person[1:])),
    ]


def _interval(low: float | None, high: float | None) -> str:
    return f"{percent(low, 1)} - {percent(high, 1)}"
