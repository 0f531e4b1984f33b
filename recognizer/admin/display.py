"""What several admin pages share: thumbnails, confidences, rows that only we write."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join


def thumbnail(pk):
    return format_html(
        '<img class="drawing" src="{}" alt="Drawing {}" loading="lazy">',
        reverse("admin:recognizer_drawing_picture", args=[pk]),
        str(pk)[:8],
    )


def linked(pk, told=""):
    """The drawing alone is enough: its row holds a picture."""
    url = reverse("admin:recognizer_drawing_change", args=[pk])
    return format_html('<a href="{}">{}{}</a>', url, thumbnail(pk), told)


def several(drawings, most=12):
    """A queryset's first drawings, each with its label, and how many more there are."""
    found = drawings.count()
    if not found:
        return "-"
    shown = (
        (linked(drawing.pk, drawing.get_label_display() or "no label"),)
        for drawing in drawings.only("label")[:most]
    )
    more = f"and {found - most:,} more" if found > most else ""
    twins = format_html_join("", "{}", shown)
    return format_html('<div class="twins">{}{}</div>', twins, more)


class ReadOnly:
    """Admin rows that only the services write."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class Sure:
    @admin.display(description="confidence", ordering="confidence")
    def sure(self, row):
        return f"{row.confidence:.1%}" if row.confidence is not None else "-"
