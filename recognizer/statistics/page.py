"""The statistics page: a form for days and version, and the numbers of these.

Its address is in DrawingAdmin.get_urls().
"""

from datetime import date, timedelta

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.validators import MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import localdate

from recognizer.models import ModelVersion
from recognizer.statistics.context import numbers
from recognizer.statistics.scope import Scope

DAYS = 90  # unless others are chosen
FIRST = MinValueValidator(date(2000, 1, 1))


def day_field(label: str) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(
        label=label, required=False, validators=[FIRST], widget=widget
    )


class ScopeForm(forms.Form):
    """By default the last DAYS days, and any version."""

    since = day_field("From")
    until = day_field("To")
    version = forms.ModelChoiceField(
        ModelVersion.objects.only("name"),
        required=False,
        to_field_name="name",
        empty_label="Any",
    )

    def clean(self) -> dict[str, Scope]:
        until = min(self.cleaned_data.get("until") or localdate(), localdate())
        since = self.cleaned_data.get("since") or until - timedelta(days=DAYS - 1)
        if since > until:
            raise forms.ValidationError("The first day is after the last.")
        version = self.cleaned_data.get("version")
        return {"scope": Scope(since, until, version.name if version else "")}


def statistics(request: HttpRequest, *, model_admin: ModelAdmin) -> HttpResponse:
    form = ScopeForm(request.GET)
    scope = None
    if form.is_valid():
        scope = form.cleaned_data["scope"]
        form = ScopeForm(initial=vars(scope))  # shows the default too
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Statistics",
        "opts": model_admin.opts,
        "form": form,
        "scope": scope,
        **(numbers(scope) if scope else {}),
    }
    return TemplateResponse(request, "admin/recognizer/statistics.html", context)
