"""Which drawings a reviewer is shown, in which order, a page at a time."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.http import QueryDict
from django.utils.timezone import make_aware

from recognizer.models import (
    Digit,
    Drawing,
    DrawingQuerySet,
    ModelVersion,
    Reason,
    Source,
    is_number,
)
from recognizer.models.values import FEWEST, MOST, is_any_number, is_shown
from recognizer.review.cursors import ByAnswer, ByReason, Newest, Order

PAGE = 50  # drawings
NONE = ("none", "None")
NUMBER = ("number", "A number")
IN_DOUBT = ("several", "Several digits, in doubt")
OTHER_SIGNS = ("signs", "Not only digits")
LENGTHS = range(FEWEST, MOST + 1)
PLACING = ("apart", "after")  # fields that hide nothing
CHOICES = {  # filter: column
    "version": "version",
    "reason": "waits_for",
    "source": "source",
}
VALUES = {"digit": "number", "claim": "claim_number", "label": "label_number"}


class QueueForm(forms.Form):
    """The filters of the review page, as its address has them.

    Once it is valid, `order` is the order of the drawings, and `start` has the values
    of the cursor that the page begins after, or None.
    """

    order: Order | ByAnswer
    start: Any

    version = forms.ChoiceField(required=False)
    digit = forms.ChoiceField(label="Answer", required=False)
    claim = forms.ChoiceField(required=False)
    label = forms.ChoiceField(required=False)
    length = forms.ChoiceField(label="Digits that were read", required=False)
    number = forms.CharField(
        label="Answer, claim or label is", required=False, max_length=20
    )
    reason = forms.ChoiceField(required=False)
    source = forms.ChoiceField(required=False)
    confidence_from = forms.FloatField(label="Confidence from (%)", required=False)
    confidence_to = forms.FloatField(label="Confidence to (%)", required=False)
    drawn_from = forms.DateField(label="Drawn from", required=False)
    drawn_to = forms.DateField(label="Drawn to", required=False)
    audited = forms.BooleanField(label="Audited only", required=False)
    everything = forms.BooleanField(label="Also what does not wait", required=False)
    grouped = forms.BooleanField(label="Group by answer", required=False)
    apart = forms.BooleanField(label="Twins apart", required=False)
    after = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | dict, reviewer: User):
        super().__init__(data, label_suffix="")
        self.reviewer = reviewer
        # A version that never answered: all that wait would be looked through.
        promoted = ModelVersion.objects.filter(promotions__isnull=False).distinct()
        versions = promoted.values_list("name", flat=True)
        choices: dict[str, list] = {
            "version": [(name, name) for name in versions],
            "digit": [*Digit.choices, NUMBER, IN_DOUBT, OTHER_SIGNS],
            "claim": [NONE, *Digit.choices, NUMBER],
            "label": [NONE, *Digit.choices, NUMBER],
            "length": [(length, length) for length in LENGTHS],
            "reason": Reason.choices,
            "source": Source.choices,
        }
        fields: dict[str, Any] = self.fields
        for name, options in choices.items():
            fields[name].choices = [("", "Any"), *options]
        fields["number"].widget.attrs.update(inputmode="numeric", placeholder="42")
        for name in ("confidence_from", "confidence_to"):
            fields[name].widget.attrs.update(min=0, max=100, step="any")
        for name in ("drawn_from", "drawn_to"):
            fields[name].widget.input_type = "date"

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if number and not is_number(number):
            raise ValidationError("A number has 2 to 12 digits.")
        return number

    def clean(self) -> dict:
        cleaned = self.cleaned_data
        for name in ("confidence", "drawn"):
            low, high = cleaned.get(f"{name}_from"), cleaned.get(f"{name}_to")
            if low is not None and high is not None and low > high:
                self.add_error(f"{name}_to", "This is less than where it begins.")
        self.order = Newest() if cleaned.get("everything") else ByReason()
        if cleaned.get("grouped"):
            self.order = ByAnswer(self.order)
        cursor = cleaned.get("after")
        try:
            self.start = self.order.parse(cursor) if cursor else None
        except (ValueError, OverflowError) as error:
            raise ValidationError("The address of this page is damaged.") from error
        return cleaned

    def is_narrowed(self) -> bool:
        """Whether any filter is set: the page then shows them."""
        return any(self.data.get(name) for name in self.fields if name not in PLACING)

    def drawings(self) -> DrawingQuerySet:
        """The drawings that all filters let through, in order, with their answers."""
        drawings = Drawing.objects.all()
        if not self.cleaned_data["everything"]:
            drawings = drawings.waiting(self.reviewer)
        if self.cleaned_data["label"]:
            drawings = drawings.label_shown_to(self.reviewer)
        drawings = drawings.order_by(*self.order.columns).with_answer()
        return drawings.filter(*conditions(self.cleaned_data, self.reviewer))

    def cells(self) -> DrawingQuerySet:
        """The drawings that have a cell: of twins only the first, unless apart."""
        drawings = self.drawings()
        if self.cleaned_data["apart"]:
            return drawings
        earlier = drawings.filter(self.order.before_outer()).order_by()
        return drawings.without_twins_in(earlier)

    def page(self) -> tuple[list[Drawing], str]:
        """At most PAGE drawings, and the cursor of the next page, or ""."""
        filtered = self.cells().defer("picture", "strokes")
        drawings: list[Drawing] = []
        for query in self.order.queries(filtered, self.start):
            drawings += query[: PAGE + 1 - len(drawings)]
        page, more = drawings[:PAGE], drawings[PAGE:]
        return page, self.order.cursor(page[-1]) if more else ""


def conditions(filters: dict, reviewer: User) -> Iterator[Q]:
    """What the filters that are set require of a drawing."""
    for name, column in CHOICES.items():
        if value := filters[name]:
            yield Q(**{column: value})
    for digit, number in VALUES.items():
        if value := filters[digit]:
            yield shows(digit, number, value)
    if length := filters["length"]:
        yield Q(Exact(Length("number"), int(length)), digit=Digit.NOT_A_DIGIT)
    if number := filters["number"]:
        yield Q(pk__in=Drawing.objects.ids_showing(number, reviewer))
    for name, column, end in (
        ("confidence_from", "confidence__gte", share),
        ("confidence_to", "confidence__lte", share),
        ("drawn_from", "created_at__gte", midnight),
        ("drawn_to", "created_at__lte", last_moment),
    ):
        if (value := filters[name]) is not None:
            yield Q(**{column: end(value)})
    if filters["audited"]:
        yield Q(audited=True)


def shows(digit: str, number: str, choice: str) -> Q:
    """Whether the answer, claim or label in these two columns is what was chosen."""
    if choice == NONE[0]:
        return Q(**{digit: None})
    no_digit = Q(**{digit: Digit.NOT_A_DIGIT})
    if choice == NUMBER[0]:
        return is_any_number(digit, number)
    if choice == IN_DOUBT[0]:
        return no_digit & Q(**{number: ""}, given__several_digits=True)
    if choice == OTHER_SIGNS[0]:
        return no_digit & Q(given__other_signs=True)
    return is_shown(int(choice), digit, number)


def share(percent: float) -> float:
    return percent / 100


def midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def last_moment(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.max))
