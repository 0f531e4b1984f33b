"""The list's actions "Export labels": the chosen drawings as a download."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from recognizer.exports.bundle import download
from recognizer.exports.dataset import CannotExport, Export
from recognizer.exports.formats import TITLES
from recognizer.models import Drawing, DrawingQuerySet


def export_action(format: str) -> Callable:
    """The action that exports the chosen drawings' labels in this format."""

    @admin.action(permissions=["view"], description=f"Export labels: {TITLES[format]}")
    def act(
        model_admin: admin.ModelAdmin, request: HttpRequest, drawings: DrawingQuerySet
    ) -> StreamingHttpResponse | None:
        ids = drawings.order_by().values("pk")
        export = Export(Drawing.objects.filter(pk__in=ids))
        try:
            export.check(format)
        except CannotExport as error:
            messages.warning(request, str(error))
            return None
        name = f"labels-{format}-{timezone.localdate()}.zip"
        response = StreamingHttpResponse(
            download(export, format), content_type="application/zip"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    act.__name__ = f"export_{format}"  # what the form sends
    return act


EXPORTS = [export_action(format) for format in TITLES]
