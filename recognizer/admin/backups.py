"""Which backups there are: when, how large, where, and whether encrypted."""

from django.contrib import admin
from django.utils import timezone

from recognizer.admin.display import ReadOnly
from recognizer.formatting import duration, file_size
from recognizer.models import Backup


@admin.register(Backup)
class BackupAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "made_at", "age", "bytes", "place", "is_encrypted", "took")
    list_per_page = 50
    fields = list_display

    @admin.display(description="made ... ago")
    def age(self, backup: Backup) -> str:
        return duration(timezone.now() - backup.made_at)

    @admin.display(description="size", ordering="size")
    def bytes(self, backup: Backup) -> str:
        return file_size(backup.size)
