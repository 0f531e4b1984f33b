"""A drawing as an image: the picture that was sent, and the tile that was read."""

from uuid import UUID

from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from digitsite.problem_types import BUSY
from digitsite.problems import RETRY_AFTER, answer_failure
from ml.preprocessing.errors import BadImage, Blank, MemoryTaken
from recognizer.drawings.tile_images import media_type, tile_png
from recognizer.models import Drawing, Prediction


def picture(request: HttpRequest, pk: UUID, *, model_admin: ModelAdmin) -> HttpResponse:
    """The picture as it was sent."""
    picture = bytes(get_object_or_404(Drawing, pk=pk).picture)
    try:
        kind = media_type(picture)
    except BadImage as error:
        raise Http404("This drawing's picture cannot be read.") from error
    response = HttpResponse(picture, content_type=kind)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def tile(request: HttpRequest, pk: UUID, *, model_admin: ModelAdmin) -> HttpResponse:
    """What the network saw when it gave its answer."""
    predictions = Prediction.objects.select_related("version", "drawing")
    given = get_object_or_404(predictions, drawing=pk, given=True)
    try:
        tile = given.tile
    except (BadImage, Blank) as error:
        raise Http404("This drawing's picture cannot be read.") from error
    except MemoryTaken as error:
        return answer_failure(request, BUSY, str(error), Retry_After=RETRY_AFTER)
    response = HttpResponse(tile_png(tile), content_type="image/png")
    response["Cache-Control"] = "private, max-age=86400"
    return response
