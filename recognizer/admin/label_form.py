"""The forms that label one drawing, on its page and in the list."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime

from recognizer.models import Digit, Drawing


class LabelForm(forms.ModelForm):
    """Clears a label only if it is still the one that the page has shown.

    Another digit needs no such care: it is a second opinion on whatever label is there.
    """

    def clean_label(self) -> int | None:
        label = self.cleaned_data["label"]
        if label is None and "label" in self.changed_data:
            drawings = Drawing.objects.select_for_update()
            drawings = drawings.only("label", "labelled_by")
            current = drawings.filter(pk=self.instance.pk).first()
            shown = self.data.get(self["label"].html_initial_name)
            if current and current.label is not None and str(current.label) != shown:
                word = current.get_label_display()
                raise ValidationError(
                    f"{current.labelled_by} says {word} by now. Open the page anew to "
                    "take that away."
                )
        return label


class ListedLabelForm(LabelForm):
    """In the list no label stands beside the field: a name says which row's it is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        drawing = self.instance
        digit = getattr(drawing, "digit", None)  # an empty form's has no answer
        word = "unanswered" if digit is None else Digit(digit).label
        moment = date_format(localtime(drawing.created_at), "j M Y H:i:s")
        self.fields["label"].widget.attrs["aria-label"] = (
            f"Label of the drawing of {moment}, {word}"
        )
