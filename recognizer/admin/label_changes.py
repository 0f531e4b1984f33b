"""Who labelled what: the admin's list of changes, and taking a reviewer's all back."""

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from recognizer.admin.display import ReadOnly, linked
from recognizer.labelling.undo import undo_changes
from recognizer.models import Digit, LabelChange, Reason

MOST_AT_ONCE = 2000  # changes taken back by one request: some seconds


class KindFilter(admin.SimpleListFilter):
    title = parameter_name = "kind"
    kinds = {
        "second": (
            "second opinions",
            Q(waited_for=Reason.SECOND) | Q(from_label=F("to_label")),
        ),
        "disputes": ("of disputed drawings", Q(drawing__waits_for=Reason.DISPUTE)),
        "settled": ("that settled a dispute", Q(waited_for=Reason.DISPUTE)),
        "undone": ("undone", Q(undone_by__isnull=False)),
    }

    def lookups(self, request, model_admin):
        return [(key, title) for key, (title, _) in self.kinds.items()]

    def queryset(self, request, changes):
        if self.value() not in self.kinds:
            return changes
        own = changes.filter(undoes=None)  # taking back is no opinion
        return own.filter(self.kinds[self.value()][1])


class ReviewerFilter(admin.RelatedOnlyFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "reviewer"


class InWords:
    """Columns of a change."""

    @admin.display(description="change")
    def change(self, change):
        before, after = (
            "no label" if digit is None else Digit(digit).label
            for digit in (change.from_label, change.to_label)
        )
        return f"{before} \N{RIGHTWARDS ARROW} {after}"

    @admin.display(description="taken back")
    def undone(self, change):
        if change.undoes_id:
            return "takes one back"
        undone = getattr(change, "undone_by", None)
        return f"by {undone.by}" if undone else "-"


class LabelChangeInline(InWords, ReadOnly, admin.TabularInline):
    model = LabelChange
    verbose_name_plural = "what it was labelled"
    fields = readonly_fields = ("change", "by", "where", "created_at", "undone")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by", "undone_by__by")


@admin.register(LabelChange)
class LabelChangeAdmin(InWords, ReadOnly, admin.ModelAdmin):
    list_display = ("picture", "change", "by", "where", "why", "created_at", "undone")
    list_display_links = ("change",)
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

    class Media:
        css = {"all": ["recognizer/admin.css"]}

    @admin.display(description="drawing")
    def picture(self, change):
        return linked(change.drawing_id)

    @admin.display(description="waited for")
    def why(self, change):
        return change.get_waited_for_display() or "-"

    def get_urls(self):
        view = self.admin_site.admin_view(self.undo_all)
        name = "recognizer_labelchange_undo_all"
        routes = ("undo-all/<int:pk>/", "undo-all/<int:pk>/<int:before>/")
        return [path(route, view, name=name) for route in routes] + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        """With a link for superusers where one reviewer's changes are listed."""
        by = request.GET.get("by__id__exact", "")
        offered = by if request.user.is_superuser and by.isdecimal() else ""
        extra = {"undo_all_of": offered} | (extra_context or {})
        return super().changelist_view(request, extra)

    def undo_all(self, request, pk, before=None):
        """Ask, then take back what a reviewer has labelled and that stands.

        At most MOST_AT_ONCE, the newest first; then ask for those `before` these.
        """
        if not request.user.is_superuser:
            raise PermissionDenied
        reviewer = get_object_or_404(get_user_model(), pk=pk)
        standing = reviewer.labelchange_set.standing()
        if before:
            standing = standing.filter(pk__lt=before)
        back = (
            f"{reverse('admin:recognizer_labelchange_changelist')}?by__id__exact={pk}"
        )
        if request.method == "POST":
            found = list(standing.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
            now = found[:MOST_AT_ONCE]
            undone = undo_changes(now, by=request.user)
            messages.success(request, told(undone, len(now) - undone))
            if now == found:
                return redirect(back)
            return redirect("admin:recognizer_labelchange_undo_all", pk, now[-1])
        count = standing.count()
        context = self.admin_site.each_context(request) | {
            "title": f"Take back all labels of {reviewer}",
            "opts": self.opts,
            "reviewer": reviewer,
            "count": count,
            "at_once": min(count, MOST_AT_ONCE),
            "before": before,
            "back": back,
        }
        return TemplateResponse(request, "admin/recognizer/undo_all.html", context)


def told(undone, overtaken):
    done = f"Taken back: {undone:,} {'change' if undone == 1 else 'changes'}."
    if not overtaken:
        return done
    return f"{done} {overtaken:,} stayed, since others have labelled there since."
