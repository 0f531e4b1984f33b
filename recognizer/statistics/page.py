"""The page itself: which days and version, their numbers, the plots."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil, sqrt

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MinValueValidator
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localdate

from recognizer.formatting import digit_name
from recognizer.labelling.agreement import agreement
from recognizer.models import Digit, LabelChange, ModelVersion, Source
from recognizer.statistics import plots
from recognizer.statistics.accuracy import Answers, answers, audit, calibration, claims
from recognizer.statistics.scope import Chosen
from recognizer.statistics.workload import delay, drawn, reviewers, step_of, waiting

DAYS = 90  # unless others are chosen
LATEST = 10  # days of each reviewer
SHADES = 10  # in statistics.css
FIRST = MinValueValidator(date(2000, 1, 1))


def day_field(label: str) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(
        label=label, required=False, validators=[FIRST], widget=widget
    )


class ChoiceForm(forms.Form):
    """Nothing chosen is the last days, and any version."""

    since = day_field("From")
    until = day_field("To")
    version = forms.ModelChoiceField(
        ModelVersion.objects.only("name"),
        required=False,
        to_field_name="name",
        empty_label="Any",
    )

    def clean(self):
        until = min(self.cleaned_data.get("until") or localdate(), localdate())
        since = self.cleaned_data.get("since") or until - timedelta(days=DAYS - 1)
        if since > until:
            raise forms.ValidationError("The first day is after the last.")
        version = self.cleaned_data.get("version")
        return {"chosen": Chosen(since, until, version.name if version else "")}


def urls(model_admin):
    """For a ModelAdmin's get_urls()."""

    def view(request):
        return statistics(model_admin, request)

    name = "recognizer_drawing_statistics"
    return [path("statistics/", model_admin.admin_site.admin_view(view), name=name)]


def statistics(model_admin, request):
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    form = ChoiceForm(request.GET)
    chosen = None
    if form.is_valid():
        chosen = form.cleaned_data["chosen"]
        form = ChoiceForm(initial=vars(chosen))  # shows the default too
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Statistics",
        "opts": model_admin.opts,
        "form": form,
        "chosen": chosen,
        **(numbers(chosen) if chosen else {}),
    }
    return TemplateResponse(request, "admin/recognizer/statistics.html", context)


def numbers(chosen: Chosen) -> dict:
    """Everything that the template shows."""
    counted, audited = answers(chosen), audit(chosen)
    return {
        "drawn": drawn_context(chosen),
        "audit": audited,
        "unsettled": audited.n - audited.right,
        **version_context(counted),
        "confusion": confusion_rows(counted.confusion()),
        "names": [digit_name(digit) for digit in Digit],
        "calibration": calibration_context(chosen),
        "claims": claim_rows(chosen),
        "delay": delay_context(chosen),
        "reviewers": reviewer_context(chosen),
        "agreement": agreement(LabelChange.objects.filter(chosen.span)),
        "waiting": with_bars(waiting()),
    }


def drawn_context(chosen: Chosen) -> dict:
    counted, step = drawn(chosen), step_of(chosen)
    form = "M Y" if step == "month" else "j M"
    stacks = [
        (date_format(one.first, form), list(one.by_source.values())) for one in counted
    ]
    totals = [
        (label, part, sum(one.by_source[source] for one in counted))
        for part, (source, label) in enumerate(Source.choices)
    ]
    n = sum(total for *_, total in totals)
    label = f"Drawings per {step}: {n} in all; the table below has each {step}."
    return {
        "step": step,
        "n": n,
        "totals": totals,
        "plot": plots.bars(stacks, label),
        "rows": [one for one in reversed(counted) if one.n],
    }


def version_context(counted: Answers) -> dict:
    rows = [
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
    """By label: the cells, each with its count, shade and whether it is right."""
    rows = []
    for digit in Digit:
        counts = table[digit]
        n = sum(counts)
        cells = [
            {"n": count, "shade": shade(count, n), "right": answer == digit}
            for answer, count in enumerate(counts)
        ]
        rows.append({"name": digit_name(digit), "cells": cells, "n": n})
    return rows


def shade(count: int, n: int) -> int:
    """0 for nothing to SHADES for all of a row: by the root, so that a few show."""
    return ceil(SHADES * sqrt(count / n)) if n else 0


def calibration_context(chosen: Chosen) -> dict:
    measured = calibration(chosen)
    label = "How often answers of each confidence were right; the table has the values."
    return {"of": measured, "plot": plots.reliability(measured.bins, label)}


def claim_rows(chosen: Chosen) -> list[tuple]:
    counted = claims(chosen)
    if not any(one.n for one in counted.values()):
        return []
    names = {True: "agrees with the answer", False: "disagrees with the answer"}
    return [(name, counted[agreed]) for agreed, name in names.items()]


def delay_context(chosen: Chosen) -> dict:
    found = delay(chosen)
    return {"of": found, "bins": with_bars(found.bins)}


def with_bars(rows: Sequence[tuple[str, int]]) -> list[tuple]:
    """Of named counts: name, count, and a bar as long as its share of the most."""
    most = max((n for _, n in rows), default=0) or 1
    return [(getattr(name, "label", name), n, plots.bar(n / most)) for name, n in rows]


def reviewer_context(chosen: Chosen) -> dict:
    """The last days that any label was set on, and everybody's counts of these."""
    people = reviewers(chosen)
    days = sorted({day for one in people for day in one.by_day})[-LATEST:]
    rows = [(one, [one.by_day.get(day, 0) for day in days]) for one in people]
    return {"days": days, "rows": rows}
