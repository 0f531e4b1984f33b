"""A visitor's own drawing as an image: the picture as it is kept, and its tile."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from ml.preprocessing.errors import BadImage, Blank
from recognizer.api.base import PublicView, own_answer, own_drawing, revalidated
from recognizer.drawings.tile_images import media_type, tile_png


@revalidated
class PictureView(PublicView):
    """The picture as it came, without metadata."""

    def get(self, request: Request, pk: UUID) -> HttpResponse:
        picture = bytes(own_drawing(request, pk).picture)
        try:
            return HttpResponse(picture, content_type=media_type(picture))
        except BadImage as error:
            raise NotFound from error


@revalidated
class TileView(PublicView):
    """What the network saw: the tile as a PNG."""

    def get(self, request: Request, pk: UUID) -> HttpResponse:
        try:
            tile = tile_png(own_answer(request, pk).tile)
        except (BadImage, Blank) as error:
            raise NotFound from error
        return HttpResponse(tile, content_type="image/png")
