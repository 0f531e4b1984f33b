"""Drawings to label, and all pages of the admin that are about drawings."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from recognizer.admin.deleted_rows import lock_list
from recognizer.admin.display import confidence_percent, drawing_links, thumbnail
from recognizer.admin.doubtful_labels import confirm_labels
from recognizer.admin.drawing_page import page_context
from recognizer.admin.export_actions import EXPORTS
from recognizer.admin.filters import (
    AnswerFilter,
    CheckedAdmin,
    ClaimFilter,
    ConfidenceFilter,
    LabelFilter,
    LengthFilter,
    VersionFilter,
)
from recognizer.admin.images import picture, tile
from recognizer.admin.label_changes import LabelChangeInline
from recognizer.admin.label_doctor import doctor, settle
from recognizer.admin.label_form import LabelForm, ListedLabelForm, PageLabelForm
from recognizer.admin.predictions import PredictionInline
from recognizer.admin.routes import POST, SAFE, route
from recognizer.deletion.forgetting import forget, versions_made_with
from recognizer.formatting import answer_to_staff, staff_word
from recognizer.labelling.labels import Deleted, label_drawing
from recognizer.models import Drawing, DrawingQuerySet, is_number
from recognizer.review.page import label, review, undo
from recognizer.staff import StaffRequest
from recognizer.statistics.page import statistics

ACTIONS: list[Callable] = [*EXPORTS, confirm_labels]


@admin.register(Drawing)
class DrawingAdmin(CheckedAdmin):
    list_display = (
        "thumbnail",
        "answer",
        confidence_percent,
        "claimed",
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
        LengthFilter,
        ClaimFilter,
        VersionFilter,
        "created_at",
    )
    list_per_page = 50
    show_full_result_count = False
    readonly_fields = ("claimed", "source", "drawn", "twins", "versions")
    fields = ("label", "other_number", *readonly_fields)
    form = PageLabelForm
    inlines = (PredictionInline, LabelChangeInline)
    actions = ACTIONS
    search_fields = ("=id",)

    def get_queryset(self, request: HttpRequest) -> DrawingQuerySet:
        drawings: DrawingQuerySet = super().get_queryset(request)
        return drawings.shown_in_lists().defer("picture")

    def get_search_results(
        self, request: HttpRequest, queryset: DrawingQuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """A drawing by its id, or all that show a number as far as anybody says."""
        if is_number(search_term.strip()):
            return queryset.showing_number(search_term.strip()), False
        return super().get_search_results(request, queryset, search_term)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_inline_instances(
        self, request: HttpRequest, obj: Drawing | None = None
    ) -> list[admin.options.InlineModelAdmin]:
        """Rows to read; of a form none, as Django makes as many as it says."""
        return [] if request.POST else super().get_inline_instances(request, obj)

    @admin.display(description="drawing")
    def thumbnail(self, drawing: Drawing) -> SafeString:
        return thumbnail(drawing.pk)

    def twins(self, drawing: Drawing) -> str:
        """The same picture, or the same tile: usually one person's, sent again."""
        return drawing_links(Drawing.objects.twins_of(drawing).order_by("-created_at"))

    @admin.display(ordering="digit")
    def answer(self, drawing: Drawing) -> str:
        return "-" if drawing.digit is None else answer_to_staff(drawing)

    @admin.display(description="claim", ordering="claim")
    def claimed(self, drawing: Drawing) -> str:
        return staff_word(drawing.claim_value) or "-"

    @admin.display(ordering="created_at")
    def drawn(self, drawing: Drawing) -> str:
        return date_format(localtime(drawing.created_at), "DATETIME_FORMAT")

    @admin.display(ordering="version")
    def version(self, drawing: Drawing) -> str:
        return drawing.version or "-"

    def versions(self, drawing: Drawing) -> str:
        return str(versions_made_with(Drawing.objects.filter(pk=drawing.pk)))

    def get_changelist_form(
        self, request: HttpRequest, **kwargs
    ) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, form=ListedLabelForm, **kwargs)

    @method_decorator(transaction.atomic)
    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        """In one transaction: LabelForm clears the label that it has seen."""
        if "_save" in request.POST:
            lock_list(request)
        return super().changelist_view(request, extra_context)

    def change_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().change_view(request, *args, **kwargs)
        except Deleted as error:
            messages.error(request, str(error))
            return redirect("admin:recognizer_drawing_changelist")

    def render_change_form(
        self, request: HttpRequest, context: dict, *args, **kwargs
    ) -> HttpResponse:
        context |= page_context(request, kwargs["obj"], self)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: StaffRequest, obj: Drawing, form: LabelForm, change: bool
    ) -> None:
        """The service keeps who changed the label; nothing else can change."""
        if form.has_changed():
            label_drawing(obj, form.value, by=request.user)

    def get_urls(self) -> list[URLPattern]:
        see, change = self.has_view_permission, self.has_change_permission
        listed = "doctor/<uuid:pk>/<int:digit>/"
        return [
            route(self, "review/", review, "review", may=see, methods=SAFE),
            route(
                self, "review/label/", label, "review_label", may=change, methods=POST
            ),
            route(self, "review/undo/", undo, "review_undo", may=change, methods=POST),
            route(self, "statistics/", statistics, "statistics", may=see),
            route(self, "doctor/", doctor, "doctor", may=change),
            route(self, listed, settle, "doctor_settle", may=change, methods=POST),
            route(self, "<uuid:pk>/picture/", picture, "picture", may=see),
            route(self, "<uuid:pk>/tile/", tile, "tile", may=see, methods=SAFE),
            *super().get_urls(),
        ]

    def get_deleted_objects(
        self, drawings: DrawingQuerySet, request: HttpRequest
    ) -> tuple:
        """Answers and history go with it, though nobody may delete them alone."""
        objects, counts, lacking, protected = super().get_deleted_objects(
            drawings, request
        )
        return objects, counts, lacking & {self.opts.verbose_name}, protected

    def log_deletions(
        self, request: StaffRequest, queryset: DrawingQuerySet
    ) -> LogEntry:
        """Who deleted how many, and when; no longer which."""
        number = len(queryset)
        return LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(Drawing),
            object_repr=f"{number:,} drawing{'s' * (number != 1)}",
            action_flag=DELETION,
        )

    def delete_model(self, request: HttpRequest, drawing: Drawing) -> None:
        forget(Drawing.objects.filter(pk=drawing.pk))

    def delete_queryset(self, request: HttpRequest, queryset: DrawingQuerySet) -> None:
        forget(queryset)
