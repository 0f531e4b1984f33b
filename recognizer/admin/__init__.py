"""What staff see: drawings to label; predictions and versions to read."""

from django.contrib import admin

from recognizer.admin import drawings, label_changes, versions

__all__ = ["drawings", "label_changes", "versions"]

admin.site.site_header = admin.site.site_title = "digitsite"
