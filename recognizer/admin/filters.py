"""The filters of the admin's lists."""

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.text import capfirst

from recognizer.models import (
    CLAIM_IS_ANSWER,
    LABEL_IS_ANSWER,
    SECOND_OPINIONS,
    Digit,
    ModelVersion,
    Reason,
)
from recognizer.models.values import FEWEST, MOST, is_any_number, is_shown


class CheckedAdmin(admin.ModelAdmin):
    """A list that compares its rows with nothing odd.

    A filter such as year 0 is left out; an action on what is no id is refused.
    """

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters from error

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        """Its title is what it lists."""
        title = {"title": capfirst(str(self.opts.verbose_name_plural))}
        return super().changelist_view(request, title | (extra_context or {}))

    def response_action(
        self, request: HttpRequest, queryset: QuerySet
    ) -> HttpResponseBase | None:
        try:
            for value in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.model._meta.pk.to_python(value)
        except ValidationError as error:
            raise BadRequest("An action on what is no id.") from error
        return super().response_action(request, queryset)


class ConditionFilter(admin.SimpleListFilter):
    """A filter with named conditions: `options` has a title and a Q by each key."""

    options: dict[str, tuple[str, Q]]

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, str]]:
        return [(key, title) for key, (title, _) in self.options.items()]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        value, options = self.value(), self.options
        if value not in options:
            return rows
        _, condition = options[value]
        return rows.filter(condition)


NO_DIGIT = Q(digit=Digit.NOT_A_DIGIT)


def classes(digit: str, number: str) -> dict[str, tuple[str, Q]]:
    """An option for each class in a column, without the numbers of the other one."""
    return {
        str(each.value): (str(each.label), is_shown(each.value, digit, number))
        for each in Digit
    }


class LabelFilter(ConditionFilter):
    title = parameter_name = "label"
    options = {
        "none": ("no label", Q(label=None)),
        "same": ("confirmed", LABEL_IS_ANSWER),
        "other": ("corrected", ~LABEL_IS_ANSWER & ~Q(label=None)),
        "doubtful": ("doubtful import", Q(waits_for=Reason.DOUBTFUL)),
        "number": ("a number", is_any_number("label", "label_number")),
    }


class AnswerFilter(ConditionFilter):
    """Of rows that have `several_digits` and `other_signs` beside the answer."""

    title = parameter_name = "answer"
    options = {
        **classes("digit", "number"),
        "number": ("A number", is_any_number("digit", "number")),
        "several": (
            "Several digits, in doubt",
            NO_DIGIT & Q(number="", several_digits=True),
        ),
        "signs": ("Not only digits", NO_DIGIT & Q(other_signs=True)),
    }


class LengthFilter(ConditionFilter):
    """How many digits the number has that was read."""

    title = "digits that were read"
    parameter_name = "length"
    options = {
        str(length): (str(length), NO_DIGIT & Q(Exact(Length("number"), length)))
        for length in range(FEWEST, MOST + 1)
    }


class ClaimFilter(ConditionFilter):
    title = parameter_name = "claim"
    options = {
        "none": ("no claim", Q(claim=None)),
        "other": ("not the answer", ~CLAIM_IS_ANSWER & ~Q(claim=None)),
        **classes("claim", "claim_number"),
        "number": ("A number", is_any_number("claim", "claim_number")),
    }


class ConfidenceFilter(ConditionFilter):
    title = parameter_name = "confidence"
    options = {
        "unsure": ("unsure (under 90 %)", Q(confidence__lt=0.9)),
        "sure": ("sure (90 % or more)", Q(confidence__gte=0.9)),
    }


class VersionFilter(ConditionFilter):
    title = parameter_name = "version"

    @property
    def options(self) -> dict[str, tuple[str, Q]]:
        names = ModelVersion.objects.values_list("name", flat=True)
        return {name: (name, Q(version=name)) for name in names}


OPINION = Q(undoes=None)  # a change that takes another back is no opinion
CONFIRMS = Q(from_label=F("to_label"), from_number=F("to_number"))


class KindFilter(ConditionFilter):
    """Kinds of label changes."""

    title = parameter_name = "kind"
    options = {
        "second": (
            "second opinions",
            OPINION & (Q(waited_for__in=SECOND_OPINIONS) | CONFIRMS),
        ),
        "disputes": (
            "of disputed drawings",
            OPINION & Q(drawing__waits_for=Reason.DISPUTE),
        ),
        "settled": (
            "that settled a dispute",
            OPINION & Q(waited_for=Reason.DISPUTE),
        ),
        "undone": ("undone", OPINION & Q(undone_by__isnull=False)),
    }


class ReviewerFilter(admin.RelatedOnlyFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "reviewer"
