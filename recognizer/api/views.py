"""HTTP turned into a call of a service, and its row into JSON."""

import re
from uuid import UUID

from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.generics import ListAPIView, get_object_or_404
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recognizer.api.parsers import JSONParser
from recognizer.api.serializers import (
    DigitSerializer,
    DrawingSerializer,
    LabelSerializer,
    PredictionSerializer,
    VersionSerializer,
    digit_or_null,
)
from recognizer.api.throttling import AddressThrottle
from recognizer.deletion.forgetting import forget
from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.drawings.visitors import new_owner, owner_of, remember_visitor
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, ModelVersion, Source, Where
from recognizer.versions.predictor import predictor

DAMAGED_CURSOR = "the cursor is damaged"


@method_decorator(cache_control(private=True, no_store=True), name="dispatch")
class DrawingView(APIView):
    """About drawings: what it answers is for one person, and for no cache."""

    parser_classes = (JSONParser, FormParser, MultiPartParser)


class PublicView(DrawingView):
    """For anyone, known by the visitor's cookie alone.

    Without session authentication, so that the page also works for a visitor who
    is logged in to the admin (whose session would ask for a CSRF token).
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)


class CanLabel(BasePermission):
    """For staff who may change drawings."""

    message = "Only reviewers can label drawings."

    def has_permission(self, request: Request, view: APIView) -> bool:
        user = request.user
        return user.is_staff and user.has_perm("recognizer.change_drawing")


class PredictionsView(PublicView):
    """Where drawings are sent."""

    throttle_classes = (AddressThrottle,)
    throttle_scope = "drawings"

    def post(self, request: Request) -> Response:
        """Recognise one drawing; keep it and the answer."""
        upload = DrawingSerializer(data=request.data)
        upload.is_valid(raise_exception=True)
        owner = owner_of(request) or new_owner()
        prediction = recognise(
            upload.validated_data["image"],
            owner=owner,
            source=source_of(request),
            strokes=upload.validated_data.get("strokes") or None,
        )
        data = PredictionSerializer(prediction, context={"request": request}).data
        response = Response(data, status=201, headers={"Location": data["url"]})
        remember_visitor(request, response, owner)
        return response


class PredictionView(PublicView):
    """The answer to a drawing; only for whoever drew it."""

    def get(self, request: Request, pk: UUID) -> Response:
        """Show the answer that was given."""
        given = own_drawing(request, pk).predictions.filter(given=True)
        prediction = get_object_or_404(given)
        return Response(
            PredictionSerializer(prediction, context={"request": request}).data
        )

    def delete(self, request: Request, pk: UUID) -> Response:
        """Delete the drawing and all that is kept of it."""
        drawing = own_drawing(request, pk)
        forget(Drawing.objects.filter(pk=drawing.pk))
        return Response(status=204)


class ClaimView(PublicView):
    """Where visitors say what they drew."""

    def post(self, request: Request, pk: UUID) -> Response:
        """Keep what the visitor says that the drawing is."""
        claim = DigitSerializer(data=request.data)
        claim.is_valid(raise_exception=True)
        drawing = keep_claim(own_drawing(request, pk), claim.validated_data["digit"])
        word = drawing.get_claim_display()
        return Response(
            {"id": drawing.pk, "digit": digit_or_null(drawing.claim), "word": word}
        )


class LabelView(DrawingView):
    """For staff, by the session of the admin and with its CSRF token."""

    permission_classes = (CanLabel,)

    def post(self, request: Request, pk: UUID) -> Response:
        """Set what a drawing is, as in the review."""
        digit = DigitSerializer(data=request.data)
        digit.is_valid(raise_exception=True)
        drawing = get_object_or_404(Drawing.objects.defer("picture"), pk=pk)
        change = label_drawing(
            drawing,
            digit.validated_data["digit"],
            by=request.user,  # type: ignore[arg-type]  # CanLabel has let them in
            where=Where.API,
        )
        return Response(LabelSerializer(change.drawing).data)


def source_of(request: Request) -> Source:
    """Return PAGE if the browser says our own page sent this, else API.

    It says so only over HTTPS.
    """
    from_our_page = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return Source.PAGE if from_our_page else Source.API


class NewestFirst(CursorPagination):
    """Pages of 20, the newest row first."""

    ordering = "-pk"
    page_size = 20

    def decode_cursor(self, request: Request) -> Cursor | None:
        try:
            cursor = super().decode_cursor(request)
        except NotFound as error:
            raise ParseError(DAMAGED_CURSOR) from error
        position = cursor.position if cursor else None
        if position is not None and not re.fullmatch("[0-9]+", str(position)):
            raise ParseError(DAMAGED_CURSOR)
        return cursor


class VersionsView(ListAPIView):
    """Each version with its card, the newest first; which one answers."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (AddressThrottle,)
    throttle_scope = "versions"
    pagination_class = NewestFirst
    serializer_class = VersionSerializer
    queryset = ModelVersion.objects.select_related("parent")

    def get_serializer_context(self) -> dict[str, int | None]:
        return {"answering": predictor.answering_id()}


def own_drawing(request: Request, pk: UUID) -> Drawing:
    """The visitor's own drawing. Raises Http404 of anybody else's."""
    return get_object_or_404(Drawing.objects.owned_by(owner_of(request)), pk=pk)
