"""The numbers as the page's template shows them: rows, names and plots."""

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil, sqrt

from django.utils.formats import date_format

from recognizer.formatting import digit_name
from recognizer.labelling.agreement import agreement
from recognizer.models import Digit, Drawing, LabelChange, Reason, Source
from recognizer.statistics import plots
from recognizer.statistics.accuracy import (
    AnswerCount,
    AnswerCounts,
    Claims,
    answers,
    audit,
    claims,
    first_agreeing_claim,
    numbers_read,
)
from recognizer.statistics.calibration import calibration
from recognizer.statistics.drift import drift_context
from recognizer.statistics.scope import Proportion, Scope
from recognizer.statistics.workload import delay, drawn, reviewers, step_of

LATEST = 10  # days of each reviewer
SHADES = 10  # in statistics/confusion.css
LABELS = [*(digit_name(digit) for digit in Digit), "number"]
IMPORTED = Source.values.index(Source.IMPORT)  # the part of a bar


def numbers(scope: Scope) -> dict:
    """Everything that the template shows."""
    counted, audited = answers(scope), audit(scope)
    drawings = drawn_context(scope)
    return {
        "drawn": drawings,
        "audit": audited,
        "unsettled": audited.n - audited.count,
        **version_context(counted),
        "confusion": confusion_rows(counted.confusion()),
        "names": [*LABELS, "another number"],
        "numbers": number_context(scope, counted),
        "calibration": calibration_context(scope),
        "drift": drift_context(scope),
        "claims": claim_context(scope, drawings["by_visitors"], counted),
        "delay": delay_context(scope),
        "reviewers": reviewer_context(scope),
        "agreement": agreement(LabelChange.objects.filter(scope.span)),
        "waiting": with_bars(list(Drawing.objects.count_waiting().items())),
    }


def drawn_context(scope: Scope) -> dict:
    rows, step = drawn(scope), step_of(scope)
    form = "M Y" if step == "month" else "j M"
    stacks = [
        (date_format(row.first, form), list(row.by_source.values())) for row in rows
    ]
    totals = [
        (label, part, sum(row.by_source[source] for row in rows))
        for part, (source, label) in enumerate(Source.choices)
    ]
    n = sum(total for *_, total in totals)
    label = f"Drawings per {step}: {n} in all; the table below has each {step}."
    return {
        "step": step,
        "n": n,
        "by_visitors": sum(n for _, part, n in totals if part != IMPORTED),
        "totals": totals,
        "plot": plots.bars(stacks, label),
        "rows": [row for row in reversed(rows) if row.n],
    }


def version_context(counted: AnswerCounts) -> dict:
    rows: list[dict] = [
        {
            "version": version,
            "audited": counted.accuracy(version, audited=True),
            "all": counted.accuracy(version, audited=False),
        }
        for version in counted.versions
    ]
    lows = [row["audited"].interval[0] for row in rows if row["audited"].n]
    floor = int(10 * min(lows, default=0)) / 10  # the same for all, to compare by eye
    for row in rows:
        row["plot"] = plots.interval(row["audited"], floor)
    return {"versions": rows, "floor": floor}


def confusion_rows(table: Sequence[Sequence[int]]) -> list[dict]:
    """A row for each label; its cells have a count, a shade and whether it is right."""
    rows = []
    for label, counts in enumerate(table):
        n = sum(counts)
        cells = [
            {"n": count, "shade": shade(count, n), "right": answer == label}
            for answer, count in enumerate(counts)
        ]
        rows.append({"name": LABELS[label], "cells": cells, "n": n})
    return rows


def number_context(scope: Scope, counted: AnswerCounts) -> dict:
    """Whole numbers beside single digits, by length, and what was read as a number."""
    kinds: list[tuple[str, Callable[[AnswerCount], bool]]] = [
        ("No number", lambda row: not row.label_length),
        ("Numbers", lambda row: row.label_length > 0),
        *(
            (f"of {length} digits", partial(is_of_length, length))
            for length in counted.lengths
        ),
        ("Read as a number", lambda row: row.answer_length > 0),
    ]
    rows = [
        {
            "name": name,
            "audited": counted.accuracy(audited=True, which=which),
            "all": counted.accuracy(audited=False, which=which),
        }
        for name, which in kinds
    ]
    return {"read": numbers_read(scope), "rows": rows, "any": counted.lengths}


def is_of_length(length: int, row: AnswerCount) -> bool:
    return row.label_length == length


def shade(count: int, n: int) -> int:
    """From 0, nothing, to SHADES, all of the row; the root lets small counts show."""
    return ceil(SHADES * sqrt(count / n)) if n else 0


def calibration_context(scope: Scope) -> dict:
    measured = calibration(scope)
    label = "How often answers of each confidence were right; the table has the values."
    return {"of": measured, "plot": plots.reliability(measured.bins, label)}


def claim_context(scope: Scope, drawings: int, counted: AnswerCounts) -> dict:
    """Visitors' claims about so many drawings, and the audit's accuracy beside them."""
    by_agreement = {True: Claims(), False: Claims()} | claims(scope)
    agree, disagree = (by_agreement[agrees].n for agrees in (True, False))
    names = {True: "agrees with the answer", False: "disagrees with the answer"}
    return {
        "claimed": Proportion(agree + disagree, drawings),
        "agreeing": Proportion(agree, agree + disagree),
        "disagreeing": disagree,
        "rows": [(name, by_agreement[agrees]) for agrees, name in names.items()],
        "audited": counted.accuracy(audited=True),
        "first_agreeing": first_agreeing_claim(),
    }


def delay_context(scope: Scope) -> dict:
    measured = delay(scope)
    return {"of": measured, "bins": with_bars(measured.bins)}


def with_bars(rows: Sequence[tuple[str | Reason, int]]) -> list[tuple]:
    """Each name and count with a bar: the largest count's has full length."""
    most = max((n for _, n in rows), default=0) or 1
    return [(getattr(name, "label", name), n, plots.bar(n / most)) for name, n in rows]


def reviewer_context(scope: Scope) -> dict:
    """The latest days with labels, and how many each reviewer set on each."""
    people = reviewers(scope)
    days = sorted({day for person in people for day in person.by_day})[-LATEST:]
    rows = [(person, [person.by_day.get(day, 0) for day in days]) for person in people]
    return {"days": days, "rows": rows}
