"""The versions: their list, and each one's report and pages."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from recognizer.admin.answer_diff import answers, may_see_answers
from recognizer.admin.display import ReadOnly
from recognizer.admin.filters import CheckedAdmin
from recognizer.admin.promotions import may_promote, promote_page, roll_back_page
from recognizer.admin.routes import route
from recognizer.admin.version_page import version_context
from recognizer.deletion.forgetting import count_deleted
from recognizer.formatting import percent
from recognizer.models import ModelVersion
from recognizer.staff import StaffRequest
from recognizer.versions.predictor import predictor
from recognizer.versions.promoted_versions import promoted_id
from recognizer.versions.scores import (
    HELD_OUT,
    PEOPLE,
    fixed_score,
    mnist_score,
    scores_of,
)


@admin.register(ModelVersion)
class ModelVersionAdmin(ReadOnly, CheckedAdmin):
    list_display = (
        "name",
        "answering",
        "gate",
        "mnist",
        "fixed_hold_out",
        "drawings",
        "network",
        "parent",
        "created_at",
        "file",
    )
    list_select_related = ("parent",)
    fields = readonly_fields = (  # the card has recipe and scores
        "network",
        "parent",
        "created_at",
        "seed",
        "temperature",
        "threshold",
        "sha256",
        "deleted_since",
    )
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
        extra = version_context(version) if version else {}
        extra |= {
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
        """Adds what the list shows and sorts by; leaves the reports out."""
        return (
            super()
            .get_queryset(request)
            .annotate(
                answering=is_version(predictor.answering_id()),
                promoted=is_version(promoted_id()),
                gate_refusals=F("training__refusals"),
                mnist_score=mnist_score(),
                fixed_score=fixed_score(),
            )
            .prefetch_related("children")
        )

    @admin.display(description="answers")
    def answering(self, version: Any) -> str:
        """Another version than the promoted one answers where that is damaged."""
        if version.answering:
            return "now"
        return "cannot be loaded" if version.promoted else ""

    def gate(self, version: Any) -> str:
        """The gate's verdict; it judges no version that ships."""
        if version.gate_refusals is None:
            return "never judged"
        return "refused" if version.gate_refusals else "allowed"

    @admin.display(description="MNIST", ordering="mnist_score")
    def mnist(self, version: Any) -> str:
        return as_percent(version.mnist_score)

    @admin.display(description="fixed hold-out", ordering="fixed_score")
    def fixed_hold_out(self, version: Any) -> str:
        return as_percent(version.fixed_score)

    def drawings(self, version: ModelVersion) -> str:
        """Of people: those held out from its fine-tune, else those of its card."""
        scores = scores_of(version)
        for name, called in ((HELD_OUT, "held out"), (PEOPLE, "people's")):
            if figures := scores.get(name):
                share = as_percent(figures["accuracy"])
                return f"{share} of {figures['n']:,} {called}"
        return "-"

    @admin.display(description="sha256")
    def file(self, version: ModelVersion) -> str:
        return version.sha256[:8]

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


def as_percent(share: float | None) -> str:
    return "-" if share is None else percent(share, 2)


def is_version(pk: int | None) -> ExpressionWrapper:
    return ExpressionWrapper(Q(pk=pk), BooleanField())
