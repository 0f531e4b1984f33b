"""What staff see: drawings to label; predictions and versions to read.

Begin with drawings.py: get_urls() lists the pages that a model's admin has besides
Django's own.
"""

from django.contrib import admin

from recognizer.admin import (
    accounts,
    api_keys,
    backups,
    drawings,
    jobs,
    label_changes,
    predictions,
    promotions,
    uploads,
    versions,
)

__all__ = [
    "accounts",
    "api_keys",
    "backups",
    "drawings",
    "jobs",
    "label_changes",
    "predictions",
    "promotions",
    "uploads",
    "versions",
]

admin.site.site_header = admin.site.site_title = "digitsite"
