"""Who labelled what: the admin's list of changes, and taking a reviewer's all back."""

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.safestring import SafeString

from recognizer.admin.display import ReadOnly, drawing_link
from recognizer.admin.filters import CheckedAdmin, KindFilter, ReviewerFilter
from recognizer.admin.routes import route
from recognizer.formatting import staff_word
from recognizer.labelling.undo import undo_changes
from recognizer.models import LabelChange, LabelChangeQuerySet
from recognizer.staff import StaffRequest

MOST_AT_ONCE = 2000  # changes taken back by one request: some seconds


@admin.display(description="change")
def in_words(change: LabelChange) -> str:
    before, after = (
        staff_word(value) or "no label"
        for value in (change.from_value, change.to_value)
    )
    if before == after:
        return f"{after} confirmed"
    return f"{before} \N{RIGHTWARDS ARROW} {after}"


@admin.display(description="taken back")
def undone(change: LabelChange) -> str:
    if change.undoes_id:
        return "takes one back"
    reversal = getattr(change, "undone_by", None)
    return f"by {reversal.by}" if reversal else "-"


class LabelChangeInline(ReadOnly, admin.TabularInline):
    model = LabelChange
    template = "admin/recognizer/rows.html"
    verbose_name_plural = "what it was labelled"
    fields = readonly_fields = (in_words, "by", "where", "created_at", undone)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LabelChange]:
        return super().get_queryset(request).select_related("by", "undone_by__by")


@admin.action(permissions=["label"], description="Take back the chosen changes")
def take_back(
    model_admin: admin.ModelAdmin, request: StaffRequest, changes: LabelChangeQuerySet
) -> None:
    """A superuser takes back anybody's; other reviewers only their own."""
    if not is_superuser(request):
        changes = changes.filter(by=request.user)
    undo_newest(request, changes.standing().order_by("-pk"))


@admin.register(LabelChange)
class LabelChangeAdmin(ReadOnly, CheckedAdmin):
    list_display = ("picture", in_words, "by", "where", "why", "created_at", undone)
    list_display_links = (in_words,)
    list_filter = (
        ("by", ReviewerFilter),
        "where",
        KindFilter,
        "created_at",
    )
    list_select_related = ("by", "undone_by__by")
    list_per_page = 50
    show_full_result_count = False
    fields = readonly_fields = list_display
    change_list_template = "admin/recognizer/label_changes.html"
    actions = (take_back,)

    def has_label_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("recognizer.change_drawing")

    @admin.display(description="drawing")
    def picture(self, change: LabelChange) -> SafeString:
        return drawing_link(change.drawing_id)

    @admin.display(description="waited for")
    def why(self, change: LabelChange) -> str:
        return change.get_waited_for_display() or "-"

    def get_urls(self) -> list[URLPattern]:
        all_of, earlier = "undo-all/<int:pk>/", "undo-all/<int:pk>/<int:before>/"
        return [
            route(self, all_of, undo_all, "undo_all", may=is_superuser),
            route(self, earlier, undo_all, "undo_all", may=is_superuser),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        """With a link for superusers where one reviewer's changes are listed."""
        by = request.GET.get("by__id__exact", "")
        by = by if by.isascii() and by.isdecimal() else ""
        undo_all_of = by if is_superuser(request) else ""
        extra = {"undo_all_of": undo_all_of} | (extra_context or {})
        return super().changelist_view(request, extra)


def is_superuser(request: HttpRequest) -> bool:
    return request.user.is_superuser


def undo_all(
    request: StaffRequest,
    pk: int,
    before: int | None = None,
    *,
    model_admin: admin.ModelAdmin,
) -> HttpResponse:
    """Ask, then take back a reviewer's changes that stand.

    At most MOST_AT_ONCE, the newest first; then ask for those `before` these.
    """
    reviewer = get_object_or_404(get_user_model(), pk=pk)
    standing = reviewer.labelchange_set.standing()
    if before:
        standing = standing.filter(pk__lt=before)
    back = f"{reverse('admin:recognizer_labelchange_changelist')}?by__id__exact={pk}"
    if request.method == "POST":
        last = undo_newest(request, standing)
        if last is None:
            return redirect(back)
        return redirect("admin:recognizer_labelchange_undo_all", pk, last)
    context = {
        **model_admin.admin_site.each_context(request),
        **question(reviewer, standing),
        "opts": model_admin.opts,
        "before": before,
        "back": back,
    }
    return TemplateResponse(request, "admin/recognizer/undo_all.html", context)


def question(reviewer: User, standing: LabelChangeQuerySet) -> dict:
    """Whose changes are to be taken back, how many there are, and how many at once."""
    count = standing.count()
    return {
        "title": f"Take back all labels of {reviewer}",
        "reviewer": reviewer,
        "count": count,
        "at_once": min(count, MOST_AT_ONCE),
    }


def undo_newest(request: StaffRequest, standing: LabelChangeQuerySet) -> int | None:
    """Take back at most MOST_AT_ONCE; returns the last one's id if more follow."""
    ids = list(standing.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    newest = ids[:MOST_AT_ONCE]
    undone = undo_changes(newest, by=request.user)
    messages.success(request, outcome(undone, len(newest) - undone))
    return newest[-1] if len(ids) > len(newest) else None


def outcome(undone: int, overtaken: int) -> str:
    sentence = f"Taken back: {undone:,} {'change' if undone == 1 else 'changes'}."
    if not overtaken:
        return sentence
    return f"{sentence} {overtaken:,} stayed, since others have labelled there since."
