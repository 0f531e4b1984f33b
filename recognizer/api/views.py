"""HTTP turned into a call of a service, and its row into JSON."""

from django.conf import settings
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from ml.image import TooLarge
from recognizer import services
from recognizer.api.serializers import (
    ClaimSerializer,
    DrawingSerializer,
    PredictionSerializer,
    or_null,
)
from recognizer.models import Drawing
from recognizer.owner import new_owner, owner_of, remember


class PublicView(APIView):
    """For anyone, known by the visitor's cookie alone.

    Without session authentication, so that the page also works for a visitor who
    is logged in to the admin (whose session would ask for a CSRF token).
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        # Before the body is read: DRF would take a JSON body of any size.
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            most = settings.MAX_PICTURE_BYTES / 1e6
            raise TooLarge(f"The picture is too large: at most {most:g} MB.")


class PredictionsView(PublicView):
    throttle_classes = (AnonRateThrottle,)

    def post(self, request):
        """Recognise one drawing; keep it and the answer."""
        drawing = DrawingSerializer(data=request.data)
        drawing.is_valid(raise_exception=True)
        known = owner_of(request)
        owner = known or new_owner()
        prediction = services.recognise(drawing.validated_data["image"], owner=owner)
        data = PredictionSerializer(prediction, context={"request": request}).data
        response = Response(data, status=201, headers={"Location": data["url"]})
        if not known:
            remember(response, owner)
        return response


class PredictionView(PublicView):
    """The answer to a drawing; only for whoever drew it."""

    def get(self, request, pk):
        prediction = own_drawing(request, pk).predictions.get(given=True)
        return Response(
            PredictionSerializer(prediction, context={"request": request}).data
        )

    def delete(self, request, pk):
        own_drawing(request, pk).delete()
        return Response(status=204)


class ClaimView(PublicView):
    def post(self, request, pk):
        """Keep what the visitor says that the drawing is."""
        claim = ClaimSerializer(data=request.data)
        claim.is_valid(raise_exception=True)
        drawing = services.claim(
            own_drawing(request, pk), claim.validated_data["digit"]
        )
        word = drawing.get_claim_display()
        return Response(
            {"id": drawing.pk, "digit": or_null(drawing.claim), "word": word}
        )


def own_drawing(request, pk) -> Drawing:
    return get_object_or_404(Drawing.objects.owned_by(owner_of(request)), pk=pk)
