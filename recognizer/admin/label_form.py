"""The form that labels one drawing, in the list and on its page."""

from django import forms
from django.core.exceptions import ValidationError

from recognizer.models import Drawing


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
