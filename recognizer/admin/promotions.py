"""Promotions: their list, and the pages that promote a version or roll back."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from ml.inference.classifier import BadVersion
from recognizer.admin.answer_diff import may_see_answers
from recognizer.admin.display import ReadOnly
from recognizer.admin.evidence import evidence
from recognizer.admin.filters import CheckedAdmin
from recognizer.models import ModelVersion, Promotion
from recognizer.staff import StaffRequest
from recognizer.versions.promotion import (
    NothingBefore,
    PromotedMeanwhile,
    gate_refusals,
    newest_promotion,
    promote,
    roll_back,
    rollback_target,
    verdict_warning,
)

LIST = "admin:recognizer_modelversion_changelist"


@admin.register(Promotion)
class PromotionAdmin(ReadOnly, CheckedAdmin):
    list_display = ("version", "why", "by", "created_at")
    list_select_related = ("version", "by")


class ReasonForm(forms.Form):
    why = forms.CharField()  # neither blank nor with NUL, which no database keeps


def may_promote(request: HttpRequest) -> bool:
    return request.user.has_perm("recognizer.add_promotion")


def promote_page(
    request: StaffRequest, pk: int, *, model_admin: admin.ModelAdmin
) -> HttpResponse:
    version = get_object_or_404(ModelVersion.objects.select_related(), pk=pk)

    def act(why: str, after: Promotion | None) -> str:
        promote(version, why=why, by=request.user, after=after)
        return f"Promoted {version}."

    objections = {
        "refusals": gate_refusals(version),
        "warning": verdict_warning(version),
    }
    title = f"Let {version} answer?"
    return confirmation(request, model_admin, title, act, version, **objections)


def roll_back_page(
    request: StaffRequest, *, model_admin: admin.ModelAdmin
) -> HttpResponse:
    def act(why: str, after: Promotion | None) -> str:
        promotion = roll_back(why=why, by=request.user, after=after)
        return f"Promoted {promotion.version} again."

    try:
        version = rollback_target(newest_promotion()).version
    except NothingBefore as error:
        return unchanged(request, error)
    title = f"Let {version} answer again?"
    return confirmation(request, model_admin, title, act, version)


def confirmation(
    request: HttpRequest,
    model_admin: admin.ModelAdmin,
    title: str,
    act: Callable[[str, Promotion | None], str],
    version: ModelVersion,
    **objections,
) -> HttpResponse:
    """Show what is known of the version and ask for the reason; then act.

    What was asked holds for the promotion that the page shows: if another one came
    first, the page asks again.
    """
    form = ReasonForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    newest = newest_promotion()
    seen = request.POST.get("newest") == (str(newest.pk) if newest else "")
    if why and seen:
        return carry_out(request, lambda: act(why, newest))
    context = {
        **model_admin.admin_site.each_context(request),
        **objections,
        "title": title,
        "opts": model_admin.opts,
        "newest": newest,
        "evidence": evidence(version),
        "may_see_answers": may_see_answers(request),
        "why": why,
        "asked": request.method == "POST",
    }
    return TemplateResponse(request, "admin/recognizer/confirm.html", context)


def carry_out(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except (BadVersion, NothingBefore, PromotedMeanwhile) as error:
        return unchanged(request, error)
    return redirect(LIST)


def unchanged(request: HttpRequest, error: Exception) -> HttpResponse:
    messages.error(request, f"Nothing was changed: {error}")
    return redirect(LIST)
