"""Drawings to label, and the predictions to read."""

import io

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from PIL import Image

from recognizer.admin import label_doctor
from recognizer.admin.deletion import Forgets
from recognizer.admin.display import ReadOnly, Sure, several, thumbnail
from recognizer.admin.export_actions import EXPORTS
from recognizer.admin.filters import (
    AnswerFilter,
    ConfidenceFilter,
    LabelFilter,
    VersionFilter,
)
from recognizer.admin.label_changes import LabelChangeInline
from recognizer.labelling.labels import label_drawing
from recognizer.models import Digit, Drawing, Prediction
from recognizer.review.page import ReviewPage
from recognizer.statistics import page as statistics


class PredictionInline(ReadOnly, Sure, admin.TabularInline):
    model = Prediction
    fields = ("version", "digit", "sure", "created_at")
    readonly_fields = ("sure", "created_at")


class LabelForm(forms.ModelForm):
    """Takes no label away but the one that the page has shown.

    Another digit needs no such care: it is a second opinion, whatever it meets.
    """

    def clean_label(self):
        label = self.cleaned_data["label"]
        if label is None and "label" in self.changed_data:
            drawings = Drawing.objects.select_for_update()
            now = drawings.only("label", "labelled_by").get(pk=self.instance.pk)
            shown = self.data.get(self["label"].html_initial_name)
            if now.label is not None and str(now.label) != shown:
                word = f"{now.labelled_by} says {now.get_label_display()} by now."
                raise ValidationError(f"{word} Open the page anew to take that away.")
        return label


@admin.register(Drawing)
class DrawingAdmin(ReviewPage, Forgets, Sure, admin.ModelAdmin):
    list_display = (
        "thumbnail",
        "answer",
        "sure",
        "claim",
        "label",
        "version",
        "drawn",
    )
    list_display_links = ("thumbnail",)
    list_editable = ("label",)
    list_filter = (
        LabelFilter,
        ConfidenceFilter,
        AnswerFilter,
        ("claim", admin.AllValuesFieldListFilter),
        VersionFilter,
        "created_at",
    )
    list_per_page = 50
    show_full_result_count = False
    fields = readonly_fields = (
        "thumbnail",
        "answer",
        "sure",
        "claim",
        "source",
        "created_at",
        "twins",
        "versions",
    )
    fields += ("label",)
    form = LabelForm
    inlines = (PredictionInline, LabelChangeInline)
    actions = EXPORTS
    search_fields = ("=id",)
    search_help_text = "A drawing's id"

    class Media:
        css = {"all": ["recognizer/admin.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).with_answer().defer("picture")

    def has_add_permission(self, request):
        return False

    @admin.display(description="drawing")
    def thumbnail(self, drawing):
        return thumbnail(drawing.pk)

    def twins(self, drawing):
        """The same picture, or the same tile: usually one person's, sent again."""
        return several(Drawing.objects.twins_of(drawing).order_by("-created_at"))

    @admin.display(ordering="digit")
    def answer(self, drawing):
        return Digit(drawing.digit).label if drawing.digit is not None else "-"

    @admin.display(ordering="created_at")
    def drawn(self, drawing):
        return date_format(localtime(drawing.created_at), "j M Y H:i")

    @admin.display(ordering="version")
    def version(self, drawing):
        return drawing.version or "-"

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, form=LabelForm, **kwargs)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Beside what the page has shown: what differs from that was changed here."""
        kwargs["show_hidden_initial"] = True
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @method_decorator(transaction.atomic)
    def changelist_view(self, request, extra_context=None):
        """In one transaction: a label that LabelForm has seen is the one it clears."""
        return super().changelist_view(request, extra_context)

    def save_model(self, request, obj, form, change):
        """The service keeps who changed the label; nothing else can change."""
        if form.has_changed():
            label_drawing(obj, obj.label, by=request.user)

    def get_urls(self):
        picture = self.admin_site.admin_view(self.picture)
        name = "recognizer_drawing_picture"
        own = [path("<uuid:pk>/picture/", picture, name=name), *statistics.urls(self)]
        return own + label_doctor.urls(self) + super().get_urls()

    def picture(self, request, pk):
        """The picture as it was sent."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        picture = bytes(get_object_or_404(Drawing, pk=pk).picture)
        kind = Image.open(io.BytesIO(picture)).get_format_mimetype()
        response = HttpResponse(picture, content_type=kind)
        response["Cache-Control"] = "private, max-age=86400, immutable"
        return response


@admin.register(Prediction)
class PredictionAdmin(ReadOnly, Sure, admin.ModelAdmin):
    list_display = ("of", "digit", "sure", "version", "created_at")
    list_filter = ("digit", "version", "created_at")
    list_select_related = ("version",)
    fields = readonly_fields = ("of", "version", "digit", "sure", "probabilities")
    show_full_result_count = False

    @admin.display(description="drawing")
    def of(self, prediction):
        """The drawing's id alone: its row holds a picture."""
        url = reverse("admin:recognizer_drawing_change", args=[prediction.drawing_id])
        return format_html('<a href="{}">{}</a>', url, str(prediction.drawing_id)[:8])
