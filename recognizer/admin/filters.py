"""Filters of the drawings' list."""

from django.contrib import admin
from django.db.models import F, Q

from recognizer.models import Digit, ModelVersion


class AnnotatedFilter(admin.SimpleListFilter):
    """A filter whose options are named conditions on with_answer()'s columns."""

    options: dict

    def lookups(self, request, model_admin):
        return [(key, title) for key, (title, _) in self.options.items()]

    def queryset(self, request, drawings):
        if self.value() not in self.options:
            return drawings
        _, condition = self.options[self.value()]
        return drawings.filter(condition)


class LabelFilter(AnnotatedFilter):
    title = parameter_name = "label"
    options = {
        "none": ("no label", Q(label=None)),
        "same": ("confirmed", Q(label=F("digit"))),
        "other": ("corrected", ~Q(label=F("digit")) & ~Q(label=None)),
    }


class AnswerFilter(AnnotatedFilter):
    title = parameter_name = "answer"
    options = {str(digit.value): (digit.label, Q(digit=digit)) for digit in Digit}


class ConfidenceFilter(AnnotatedFilter):
    title = parameter_name = "confidence"
    options = {
        "unsure": ("unsure (under 90 %)", Q(confidence__lt=0.9)),
        "sure": ("sure (90 % or more)", Q(confidence__gte=0.9)),
    }


class VersionFilter(AnnotatedFilter):
    title = parameter_name = "version"

    @property
    def options(self):
        names = ModelVersion.objects.values_list("name", flat=True)
        return {name: (name, Q(version=name)) for name in names}
