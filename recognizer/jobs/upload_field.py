"""A form's field for files that the browser has sent before, part by part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from recognizer.jobs.files import PART
from recognizer.jobs.uploads import gigabytes, number_of
from recognizer.models import JobFile


class UploadInput(forms.MultipleHiddenInput):
    """Lets people choose files, and sends them; upload.js adds the hidden fields."""

    input_type = "file"  # so that its label and help are shown

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None):
        context = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "files": [(text, name_of(text)) for text in value or ()],
            "url": reverse("admin:recognizer_jobfile_uploads"),
            "most": gigabytes(settings.MAX_IMPORT_BYTES),
            "part": PART,
        }
        return render_to_string("admin/recognizer/upload.html", context)


class UploadField(forms.Field):
    """Whole uploads, each as text like "12:labels.zip"."""

    widget = UploadInput

    def to_python(self, value: Any) -> list[str]:
        texts = list(map(str, value or ()))
        numbers = {text: number_of(text) for text in texts}
        whole = JobFile.objects.filter(by__isnull=False).exclude(sha256="")
        names = dict(whole.filter(pk__in=numbers.values()).values_list("pk", "name"))
        for text, number in numbers.items():
            if names.get(number) != name_of(text):
                raise forms.ValidationError(
                    f"{name_of(text)} is not here any more: upload it again."
                )
        return texts


def name_of(text: str) -> str:
    return text.partition(":")[2]
