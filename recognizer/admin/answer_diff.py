"""The admin's page of what a version would answer otherwise, before it is promoted."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path

from recognizer.admin.display import linked
from recognizer.formatting import digit_name
from recognizer.models import Drawing, ModelVersion
from recognizer.versions.answer_diff import MOST, Kind, diff
from recognizer.versions.promotion import promoted_version

TOLD = {
    Kind.FIXED: "Fixed: only the new answer is the label",
    Kind.BROKEN: "Broken: only the answer before is the label",
    Kind.OTHER: "Wrong before, and wrong otherwise now",
}


class AnswerDiffPage:
    """Adds the page to the versions' ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.answers)
        name = "recognizer_modelversion_answers"
        return [path("<int:pk>/answers/", view, name=name), *super().get_urls()]

    def answers(self, request, pk):
        if not may_see(request.user):
            raise PermissionDenied
        version = get_object_or_404(
            ModelVersion.objects.select_related("parent"), pk=pk
        )
        others = to_compare(version)
        other = others.get(request.GET.get("with")) or next(iter(others.values()), None)
        context = self.admin_site.each_context(request) | {
            "title": f"Answers of {version}",
            "opts": self.opts,
            "version": version,
            "other": other,
            "others": others,
            "lacking": lacking(version, other),
            "most": MOST,
        }
        if other:
            context |= compared(diff(version, other))
        return TemplateResponse(request, "admin/recognizer/answer_diff.html", context)


def may_see(user):
    """The page is of a version, and it shows drawings."""
    return user.has_perms(["recognizer.view_modelversion", "recognizer.view_drawing"])


def to_compare(version):
    """Versions to hold it against, by name: the promoted one first, then its parent."""
    others = (promoted_version(), version.parent)
    found = [one for one in others if one and one != version]
    return {one.name: one for one in found}


def lacking(*versions):
    """Which of them have not answered all drawings, and how many lack."""
    drawings = Drawing.objects.count()
    left = ((one, drawings - one.predictions.count()) for one in versions if one)
    return [(one, number) for one, number in left if number]


def compared(found):
    fixed, broken, p = found.unseen()
    return {
        "found": found,
        "rows": [(digit.label, row) for digit, row in found.digits().items()],
        "all": found.all(),
        "unseen": {"fixed": fixed, "broken": broken, "p": p},
        "kinds": [
            (TOLD[kind], total(found, kind), [shown(one) for one in some])
            for kind, some in found.shown.items()
        ],
    }


def total(found, kind):
    return sum(n for (one, _), n in found.kinds.items() if one == kind)


def shown(one):
    """Its picture, what it is, and what was said of it."""
    label, before, after = (digit_name(d) for d in (one.label, one.before, one.after))
    arrow = "\N{RIGHTWARDS ARROW}"
    told = f"{label}: {before} {arrow} {after}{', trained' * one.trained}"
    return linked(one.id, told)
