"""What the admin's index says where the last backup is too long ago."""

from datetime import timedelta

from django import template
from django.conf import settings
from django.utils import timezone

from recognizer.formatting import duration
from recognizer.models import Backup

LONG_AGO = timedelta(days=2)

register = template.Library()


@register.simple_tag
def backup_warning() -> str:
    """'' where there are none to be made, or all is well."""
    if not settings.BACKUP_TO:
        return ""
    last = Backup.objects.order_by("-made_at").first()
    if not last:
        return "There is no backup yet."
    age = timezone.now() - last.made_at
    return f"The last backup is {duration(age)} old." if age > LONG_AGO else ""
