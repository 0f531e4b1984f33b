"""A drawing as an image: the picture that was sent, and the tile that was read."""

import io
from uuid import UUID

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from PIL import Image

from recognizer.drawings.tile_images import tile_png
from recognizer.models import Drawing, Prediction


def picture(request: HttpRequest, pk: UUID, *, model_admin: ModelAdmin) -> HttpResponse:
    """The picture as it was sent."""
    picture = bytes(get_object_or_404(Drawing, pk=pk).picture)
    kind = Image.open(io.BytesIO(picture)).get_format_mimetype()
    response = HttpResponse(picture, content_type=kind)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def tile(request: HttpRequest, pk: UUID, *, model_admin: ModelAdmin) -> HttpResponse:
    """What the network saw when it gave its answer."""
    predictions = Prediction.objects.select_related("version", "drawing")
    given = get_object_or_404(predictions, drawing=pk, given=True)
    response = HttpResponse(tile_png(given.tile), content_type="image/png")
    response["Cache-Control"] = "private, max-age=86400"
    return response
