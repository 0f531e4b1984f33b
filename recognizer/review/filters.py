"""Which drawings a reviewer is shown, in which order, a page at a time."""

from datetime import datetime, time

from django import forms
from django.db.models import Q
from django.utils.timezone import make_aware

from recognizer.models import Digit, Drawing, ModelVersion, Reason, Source
from recognizer.review.cursors import ByAnswer, ByReason, Newest, following

PAGE = 50
MOST = 10_000  # counting on would take longer than it tells
NONE = ("none", "None")


def count(queue):
    """How many, at most MOST + 1."""
    return queue.order_by()[: MOST + 1].count()


class Queue(forms.Form):
    """The filters of the review page, as its address has them."""

    version = forms.ChoiceField(required=False)
    digit = forms.ChoiceField(label="Answer", required=False)
    claim = forms.ChoiceField(required=False)
    label = forms.ChoiceField(required=False)
    reason = forms.ChoiceField(required=False)
    source = forms.ChoiceField(required=False)
    confidence_from = forms.FloatField(label="Confidence from (%)", required=False)
    confidence_to = forms.FloatField(label="Confidence to (%)", required=False)
    drawn_from = forms.DateField(label="Drawn from", required=False)
    drawn_to = forms.DateField(label="Drawn to", required=False)
    audited = forms.BooleanField(label="Audited only", required=False)
    everything = forms.BooleanField(label="Also what does not wait", required=False)
    grouped = forms.BooleanField(label="Group by answer", required=False)
    after = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, reviewer):
        super().__init__(data, label_suffix="")
        self.reviewer = reviewer
        # A version that never answered: all that wait would be looked through.
        promoted = ModelVersion.objects.filter(promotions__isnull=False).distinct()
        versions = promoted.values_list("name", flat=True)
        choices = {
            "version": [(name, name) for name in versions],
            "digit": Digit.choices,
            "claim": [NONE, *Digit.choices],
            "label": [NONE, *Digit.choices],
            "reason": Reason.choices,
            "source": Source.choices,
        }
        for name, options in choices.items():
            self.fields[name].choices = [("", "Any"), *options]
        for name in ("confidence_from", "confidence_to"):
            self.fields[name].widget.attrs.update(min=0, max=100, step="any")
        for name in ("drawn_from", "drawn_to"):
            self.fields[name].widget.input_type = "date"

    def clean(self):
        found = super().clean()
        for what in ("confidence", "drawn"):
            low, high = found.get(f"{what}_from"), found.get(f"{what}_to")
            if low is not None and high is not None and low > high:
                self.add_error(f"{what}_to", "This is less than where it begins.")
        self.order = Newest if found.get("everything") else ByReason
        if found.get("grouped"):
            self.order = ByAnswer(self.order)
        following(self.order, Drawing.objects.with_answer(), found.get("after", ""))
        return found

    def is_narrowed(self):
        """Whether any filter is set: the page then shows them."""
        return any(self.data.get(name) for name in self.fields if name != "after")

    def drawings(self):
        """The drawings that all filters let through, in order, with their answers."""
        found = Drawing.objects.all()
        if not self.cleaned_data["everything"]:
            found = found.waiting(self.reviewer)
        if self.cleaned_data["label"]:
            found = found.label_shown_to(self.reviewer)
        chosen = conditions(self.cleaned_data)
        return found.order_by(*self.order.columns).with_answer().filter(*chosen)

    def page(self):
        """At most PAGE drawings, and the place where the next page begins, or ''."""
        found = self.drawings().defer("picture", "strokes")
        drawings = []
        for part in following(self.order, found, self.cleaned_data["after"]):
            drawings += part[: PAGE + 1 - len(drawings)]
        more = len(drawings) > PAGE
        drawings = drawings[:PAGE]
        return drawings, self.order.place(drawings[-1]) if more else ""


def conditions(chosen):
    """What the filters that are set ask of a drawing."""
    for name, column in {
        "version": "version",
        "digit": "digit",
        "claim": "claim",
        "label": "label",
        "reason": "waits_for",
        "source": "source",
    }.items():
        if value := chosen[name]:
            yield Q(**{column: None if value == NONE[0] else value})
    for name, column, end in (
        ("confidence_from", "confidence__gte", share),
        ("confidence_to", "confidence__lte", share),
        ("drawn_from", "created_at__gte", midnight),
        ("drawn_to", "created_at__lte", last_moment),
    ):
        if (value := chosen[name]) is not None:
            yield Q(**{column: end(value)})
    if chosen["audited"]:
        yield Q(audited=True)


def share(percent):
    return percent / 100


def midnight(day):
    return make_aware(datetime.combine(day, time.min))


def last_moment(day):
    return make_aware(datetime.combine(day, time.max))
