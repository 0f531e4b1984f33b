"""The forms that label one drawing, on its page and in the list."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime

from recognizer.formatting import answer_to_staff, staff_word
from recognizer.models import (
    Digit,
    Drawing,
    Shown,
    class_of,
    is_number,
    key_of,
    number_of,
    value_of_key,
)

CLASSES = [("", "---------"), *Digit.choices]


class LabelField(forms.TypedChoiceField):
    """A class, or a number: any is taken, those that the drawing names are offered.

    It knows what the page has shown: what differs from that was changed here.
    """

    def __init__(self, **options):
        super().__init__(
            choices=CLASSES,
            coerce=value_of_key,
            empty_value=None,
            required=False,
            show_hidden_initial=True,
            **options,
        )

    def valid_value(self, value: Any) -> bool:
        try:
            value_of_key(value)
        except ValueError:
            return False
        return True

    def offer(self, numbers: Iterator[str]) -> None:
        """Offer these numbers beside the classes, each once."""
        offered = [(key_of(number), number) for number in dict.fromkeys(numbers)]
        self.choices = [*CLASSES, *offered]


class LabelForm(forms.ModelForm):
    """Clears a label only if it is still the one that the page has shown.

    Another one needs no such care: it is a second opinion on whatever label is there.
    Once it is valid, `value` is the label: a class, a number or None.
    """

    label = LabelField(help_text="What staff confirm that it is.")
    value: Shown | None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["label"] = key_of(self.instance.label_value)
        fields: dict[str, Any] = self.fields
        fields["label"].offer(numbers_of(self.instance))

    def clean_label(self) -> int | None:
        """The class; for a number that of no digit, as the column has it."""
        self.value = self.cleaned_data["label"]
        if self.value is None and "label" in self.changed_data:
            drawings = Drawing.objects.select_for_update()
            drawings = drawings.only("label", "label_number", "labelled_by")
            current = drawings.filter(pk=self.instance.pk).first()
            shown = self.data.get(self["label"].html_initial_name)
            if current and key_of(current.label_value) not in ("", shown):
                word = staff_word(current.label_value)
                raise ValidationError(
                    f"{current.labelled_by} says {word} by now. Open the page anew to "
                    "take that away."
                )
        return class_of(self.value)


class PageLabelForm(LabelForm):
    """On the drawing's own page any number can be typed."""

    other_number = forms.CharField(
        label="Or a number",
        required=False,
        max_length=20,
        help_text='Several digits as they stand there, such as "42" or "007".',
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_other_number(self) -> str:
        number = self.cleaned_data["other_number"]
        if number and not is_number(number):
            raise ValidationError(
                "A number has 2 to 12 of the digits 0 to 9 and nothing else; a single "
                "digit is chosen above."
            )
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if number := cleaned.get("other_number"):
            if "label" in self.changed_data and getattr(self, "value", None) != number:
                message = "Choose a label above or type a number, not both."
                self.add_error("other_number", message)
            self.value, cleaned["label"] = number, class_of(number)
        return cleaned


class ListedLabelForm(LabelForm):
    """In the list no label stands beside the field: a name says which row's it is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        drawing = self.instance
        answer = getattr(drawing, "digit", None)  # an empty form's has no answer
        word = "unanswered" if answer is None else answer_to_staff(drawing)
        moment = date_format(localtime(drawing.created_at), "j M Y H:i:s")
        self.fields["label"].widget.attrs["aria-label"] = (
            f"Label of the drawing of {moment}, {word}"
        )


def numbers_of(drawing: Drawing) -> Iterator[str]:
    """The numbers that it is labelled, was read as, and was claimed to be."""
    answer = getattr(drawing, "number", None)  # an empty form's has none
    for value in (drawing.label_value, answer, drawing.claim_value):
        if number := number_of(value):
            yield number
