"""Deleting in the admin: which versions are touched, and that all of it goes."""

from django.contrib import admin
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType

from recognizer.deletion.forgetting import deleted_of, forget, versions_made_with
from recognizer.models import Drawing


class Forgets:
    """For the drawings' ModelAdmin; its templates say which versions."""

    def versions(self, drawing):
        return str(versions_made_with(Drawing.objects.filter(pk=drawing.pk)))

    def get_deleted_objects(self, drawings, request):
        """Its answers and history go with it, which nobody may delete alone."""
        objects, counts, lacking, used = super().get_deleted_objects(drawings, request)
        return objects, counts, lacking & {self.opts.verbose_name}, used

    def log_deletions(self, request, queryset):
        """Who deleted how many, and when; no longer which."""
        number = len(queryset)
        return LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(Drawing),
            object_repr=f"{number:,} drawing{'s' * (number != 1)}",
            action_flag=DELETION,
        )

    def delete_model(self, request, drawing):
        forget(Drawing.objects.filter(pk=drawing.pk))

    def delete_queryset(self, request, queryset):
        forget(queryset)


class CountsDeleted:
    """For the versions' ModelAdmin."""

    readonly_fields = ("deleted_since",)

    @admin.display(description="drawings deleted since")
    def deleted_since(self, version):
        training = getattr(version, "training", None)
        if not training:
            return "-"
        return " and ".join(
            f"{deleted_of(ids):,} of the {len(ids):,} that {part}"
            for part, ids in (
                ("trained it", training.drawings),
                ("judged it", training.held_out),
            )
        )
