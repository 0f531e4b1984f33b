"""The versions: their list, and each one's report and pages."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from recognizer.admin.answer_diff import answers, may_see_answers
from recognizer.admin.display import ReadOnly
from recognizer.admin.filters import CheckedAdmin
from recognizer.admin.promotions import may_promote, promote_page, roll_back_page
from recognizer.admin.routes import route
from recognizer.deletion.forgetting import count_deleted
from recognizer.models import ModelVersion, Training
from recognizer.staff import StaffRequest
from recognizer.versions.predictor import predictor
from recognizer.versions.promoted_versions import promoted_id
from recognizer.versions.promotion import outdated_verdict


@admin.register(ModelVersion)
class ModelVersionAdmin(ReadOnly, CheckedAdmin):
    list_display = (
        "name",
        "network",
        "parent",
        "created_at",
        "answering",
        "gate",
        "file",
    )
    list_select_related = ("parent",)
    exclude = ("card", "recipe", "scores")  # the card has them all
    readonly_fields = ("deleted_since", "whole_card")
    change_form_template = "admin/recognizer/version.html"
    change_list_template = "admin/recognizer/versions.html"

    def get_urls(self) -> list[URLPattern]:
        return [
            route(self, "<int:pk>/promote/", promote_page, "promote", may=may_promote),
            route(self, "roll-back/", roll_back_page, "roll_back", may=may_promote),
            route(self, "<int:pk>/answers/", answers, "answers", may=may_see_answers),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: StaffRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        version = self.get_object(request, unquote(object_id))
        training = getattr(version, "training", None)
        extra = {
            "training": training,
            "drawings": drawings_of(training) if training else [],
            "doubt": version and outdated_verdict(version),
            # A template of ours wrote it, and escaped what others had said.
            "report": mark_safe(training.report) if training else "",  # noqa: S308
            "answers": version and version.pk == predictor.answering_id(),
            "promoted": version and version.pk == promoted_id(),
            "may_promote": may_promote(request),
            "may_see_answers": may_see_answers(request),
        }
        extra |= extra_context or {}
        return super().change_view(request, object_id, form_url, extra)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        extra = {"may_promote": may_promote(request)}
        return super().changelist_view(request, extra | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModelVersion]:
        """Adds what the list shows; leaves the reports out."""
        return (
            super()
            .get_queryset(request)
            .annotate(
                answering=is_version(predictor.answering_id()),
                promoted=is_version(promoted_id()),
                gate_refusals=F("training__refusals"),
            )
        )

    @admin.display(description="answers")
    def answering(self, version: Any) -> str:
        """Another version than the promoted one answers where that is damaged."""
        if version.answering:
            return "now"
        return "cannot be loaded" if version.promoted else ""

    def gate(self, version: Any) -> str:
        """The gate's verdict; '-' for a version that ships."""
        if version.gate_refusals is None:
            return "-"
        return "refused" if version.gate_refusals else "allowed"

    @admin.display(description="sha256")
    def file(self, version: ModelVersion) -> str:
        return version.sha256[:8]

    @admin.display(description="card")
    def whole_card(self, version: ModelVersion) -> SafeString:
        """As it was written: in YAML, spaces count."""
        return format_html(
            "<details><summary>Recipe, data and scores</summary>"
            '<pre class="card">{}</pre></details>',
            version.card,
        )

    @admin.display(description="drawings deleted since")
    def deleted_since(self, version: ModelVersion) -> str:
        training = getattr(version, "training", None)
        if not training:
            return "-"
        return " and ".join(
            f"{count_deleted(ids):,} of the {len(ids):,} that {part}"
            for part, ids in (
                ("trained it", training.drawings),
                ("judged it", training.held_out),
            )
        )


def is_version(pk: int | None) -> ExpressionWrapper:
    return ExpressionWrapper(Q(pk=pk), BooleanField())


def drawings_of(training: Training) -> list[tuple[str, list[str]]]:
    """What became of the labelled drawings, in words, and their ids."""
    sides = ("Trained", training.drawings), ("Judged", training.held_out)
    left_out = training.left_out.items()
    return [*sides, *((f"Left out: {why.rstrip('.')}", ids) for why, ids in left_out)]
