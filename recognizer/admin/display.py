"""What several admin pages share: thumbnails, confidences, rows that only we write."""

from uuid import UUID

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from recognizer.formatting import percent, staff_word
from recognizer.models import Drawing, DrawingQuerySet


def thumbnail(pk: UUID) -> SafeString:
    return format_html(
        '<img class="drawing" src="{}" alt="Drawing {}" loading="lazy">',
        reverse("admin:recognizer_drawing_picture", args=[pk]),
        str(pk)[:8],
    )


def drawing_link(pk: UUID, caption: str = "") -> SafeString:
    """A thumbnail that opens its drawing; needs the id alone and not the row."""
    url = reverse("admin:recognizer_drawing_change", args=[pk])
    return format_html('<a href="{}">{}{}</a>', url, thumbnail(pk), caption)


def drawing_links(drawings: DrawingQuerySet, most: int = 12) -> str:
    """The first drawings, each with its label, and how many more there are."""
    number = drawings.count()
    if not number:
        return "-"
    links = (
        (drawing_link(drawing.pk, staff_word(drawing.label_value) or "no label"),)
        for drawing in drawings.only("label", "label_number")[:most]
    )
    more = f"and {number - most:,} more" if number > most else ""
    return format_html(
        '<div class="twins">{}{}</div>', format_html_join("", "{}", links), more
    )


@admin.display(description="confidence", ordering="confidence")
def confidence_percent(row: Drawing) -> str:
    return percent(row.confidence) if row.confidence is not None else "-"


class ReadOnly:
    """Admin rows that only the services write."""

    def has_add_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False
