"""The admin's page of what a version would answer otherwise, before it is promoted."""

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

from recognizer.admin.display import drawing_link
from recognizer.formatting import digit_name
from recognizer.models import Digit, Drawing, ModelVersion
from recognizer.staff import StaffRequest
from recognizer.versions.answer_diff import MOST, NUMBER, Changed, Diff, Kind, diff
from recognizer.versions.promotion import answering_version

TITLES = {
    Kind.FIXED: "Fixed: only the new answer is the label",
    Kind.BROKEN: "Broken: only the answer before is the label",
    Kind.OTHER: "Wrong before, and wrong otherwise now",
}


def answers(request: StaffRequest, pk: int, *, model_admin: ModelAdmin) -> HttpResponse:
    version = get_object_or_404(ModelVersion.objects.select_related("parent"), pk=pk)
    others = to_compare(version)
    other = others.get(request.GET.get("with", "")) or next(iter(others.values()), None)
    context = model_admin.admin_site.each_context(request) | {
        "title": f"Answers of {version}",
        "opts": model_admin.opts,
        "version": version,
        "other": other,
        "others": others,
        "missing_answers": missing_answers(version, other),
        "most": MOST,
    }
    if other:
        context |= diff_context(diff(version, other))
    return TemplateResponse(request, "admin/recognizer/answer_diff.html", context)


def may_see_answers(request: HttpRequest) -> bool:
    """The page is of a version, and it shows drawings."""
    return request.user.has_perms(
        ["recognizer.view_modelversion", "recognizer.view_drawing"]
    )


def to_compare(version: ModelVersion) -> dict[str, ModelVersion]:
    """Versions to compare it with, by name: the promoted one first, then its parent."""
    others = (answering_version(), version.parent)
    return {other.name: other for other in others if other and other != version}


def missing_answers(
    *versions: ModelVersion | None,
) -> list[tuple[ModelVersion, int]]:
    """The versions that have not answered all drawings, with the number missing."""
    drawings = Drawing.objects.count()
    numbers = (
        (version, drawings - version.predictions.count())
        for version in versions
        if version
    )
    return [(version, number) for version, number in numbers if number]


def diff_context(answer_diff: Diff) -> dict:
    fixed, broken, p = answer_diff.unseen()
    return {
        "diff": answer_diff,
        "rows": [
            ("Numbers" if label == NUMBER else Digit(label).label, row)
            for label, row in answer_diff.labels().items()
        ],
        "all": answer_diff.all(),
        "unseen": {"fixed": fixed, "broken": broken, "p": p},
        "kinds": [
            (TITLES[kind], total(answer_diff, kind), [link(row) for row in changed])
            for kind, changed in answer_diff.shown.items()
        ],
    }


def total(answer_diff: Diff, kind: Kind) -> int:
    return sum(n for (of_kind, _), n in answer_diff.kinds.items() if of_kind == kind)


def link(row: Changed) -> SafeString:
    """The drawing's picture, its label, and the answers before and after."""
    label, before, after = (
        value if isinstance(value, str) else digit_name(value, none="not a digit")
        for value in (row.label, row.before, row.after)
    )
    trained = ", trained on it" * row.trained
    caption = f"{label}: was {before}, now {after}{trained}"
    return drawing_link(row.id, caption)
