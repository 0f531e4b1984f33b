"""A version's own pages in the admin: its report, promotion and the way back."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.decorators import permission_required
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from ml.inference.classifier import BadVersion
from recognizer.admin.answer_diff import AnswerDiffPage, may_see
from recognizer.admin.deletion import CountsDeleted
from recognizer.admin.display import ReadOnly
from recognizer.models import ModelVersion, Promotion
from recognizer.versions.predictor import predictor
from recognizer.versions.promotion import (
    NothingBefore,
    gate_refusals,
    outdated_verdict,
    promote,
    roll_back,
    rollback_target,
)

MAY_PROMOTE = "recognizer.add_promotion"
LIST = "admin:recognizer_modelversion_changelist"


class VersionPages(AnswerDiffPage):
    """For the versions' ModelAdmin."""

    change_form_template = "admin/recognizer/version.html"
    change_list_template = "admin/recognizer/versions.html"

    def get_urls(self):
        def page(route, view, name):
            name = f"recognizer_modelversion_{name}"
            return path(route, self.admin_site.admin_view(view), name=name)

        may = permission_required(MAY_PROMOTE, raise_exception=True)
        return [
            page("<int:pk>/promote/", may(self.promote), "promote"),
            page("roll-back/", may(self.roll_back), "roll_back"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        version = self.get_object(request, unquote(object_id))
        training = getattr(version, "training", None)
        extra = {
            "training": training,
            "drawings": drawings_of(training) if training else [],
            "doubt": version and outdated_verdict(version),
            "report": mark_safe(training.report) if training else "",  # we wrote it
            "answers": version and version.pk == predictor.promoted_id(),
            "may_promote": request.user.has_perm(MAY_PROMOTE),
            "may_see_answers": may_see(request.user),
        }
        extra |= extra_context or {}
        return super().change_view(request, object_id, form_url, extra)

    def changelist_view(self, request, extra_context=None):
        extra = {"may_promote": request.user.has_perm(MAY_PROMOTE)}
        return super().changelist_view(request, extra | (extra_context or {}))

    def promote(self, request, pk):
        version = get_object_or_404(ModelVersion.objects.select_related(), pk=pk)

        def act(why):
            promote(version, why=why, by=request.user)
            return f"Promoted {version}."

        against = {
            "refusals": gate_refusals(version),
            "doubt": outdated_verdict(version),
        }
        return self._confirmed(request, f"Let {version} answer?", act, **against)

    def roll_back(self, request):
        def act(why):
            promotion = roll_back(why=why, by=request.user)
            return f"Promoted {promotion.version} again."

        try:
            version = rollback_target().version
        except NothingBefore as error:
            return self._unchanged(request, error)
        return self._confirmed(request, f"Let {version} answer again?", act)

    def _confirmed(self, request, title, act, **against):
        """A page that asks for the reason; then the deed, and what came of it.

        What the page told is of the promotion that it shows: after another one it asks
        again.
        """
        why = request.POST.get("why", "").strip()
        newest = Promotion.objects.select_related("version").first()
        seen = request.POST.get("newest") == (str(newest.pk) if newest else "")
        if why and seen:
            try:
                messages.success(request, act(why))
            except BadVersion as error:
                return self._unchanged(request, error)
            return redirect(LIST)
        context = {
            **self.admin_site.each_context(request),
            **against,
            "title": title,
            "opts": self.opts,
            "newest": newest,
            "why": why,
            "asked": request.method == "POST",
        }
        return TemplateResponse(request, "admin/recognizer/confirm.html", context)

    def _unchanged(self, request, error):
        messages.error(request, f"Nothing was changed: {error}")
        return redirect(LIST)


def drawings_of(training):
    """What became of the labelled drawings, in words, and their ids."""
    sides = ("Trained", training.drawings), ("Judged", training.held_out)
    left_out = training.left_out.items()
    return [*sides, *((f"Left out: {why.rstrip('.')}", ids) for why, ids in left_out)]


@admin.register(ModelVersion)
class ModelVersionAdmin(CountsDeleted, VersionPages, ReadOnly, admin.ModelAdmin):
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
    readonly_fields = (*CountsDeleted.readonly_fields, "whole_card")

    def get_queryset(self, request):
        """With what the list tells, and without the trainings' reports."""
        answering = ExpressionWrapper(Q(pk=predictor.promoted_id()), BooleanField())
        refusals = F("training__refusals")
        versions = super().get_queryset(request)
        return versions.annotate(answering=answering, gate_refusals=refusals)

    @admin.display(description="answers")
    def answering(self, version):
        return "now" if version.answering else ""

    def gate(self, version):
        """What it said; a version that ships was never asked about."""
        if version.gate_refusals is None:
            return "-"
        return "refused" if version.gate_refusals else "allowed"

    @admin.display(description="sha256")
    def file(self, version):
        return version.sha256[:8]

    @admin.display(description="card")
    def whole_card(self, version):
        """As it was written: in YAML, spaces count."""
        return format_html(
            "<details><summary>Recipe, data and scores</summary>"
            '<pre class="card">{}</pre></details>',
            version.card,
        )


@admin.register(Promotion)
class PromotionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("version", "why", "by", "created_at")
    list_select_related = ("version", "by")
