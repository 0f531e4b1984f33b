"""Which backups there are: when, how large, where, and whether encrypted."""

from django.contrib import admin
from django.utils import timezone

from recognizer.admin.display import ReadOnly
from recognizer.formatting import duration, file_size
from recognizer.models import Backup


@admin.register(Backup)
class BackupAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "made_at", "age", "bytes", "place", "encrypted", "time")
    list_per_page = 50
    fields = list_display

    @admin.display(description="age")
    def age(self, backup: Backup) -> str:
        return duration(timezone.now() - backup.made_at)

    @admin.display(description="size", ordering="size")
    def bytes(self, backup: Backup) -> str:
        return file_size(backup.size)

    @admin.display(description="encrypted", boolean=True)
    def encrypted(self, backup: Backup) -> bool:
        return backup.is_encrypted

    @admin.display(description="took", ordering="took")
    def time(self, backup: Backup) -> str:
        return duration(backup.took)
