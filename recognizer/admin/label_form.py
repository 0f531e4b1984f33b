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
            now = drawings.only("label", "labelled_by").filter(pk=self.instance.pk)
            now = now.first()
            shown = self.data.get(self["label"].html_initial_name)
            if now and now.label is not None and str(now.label) != shown:
                word = f"{now.labelled_by} says {now.get_label_display()} by now."
                raise ValidationError(f"{word} Open the page anew to take that away.")
        return label
