"""Drawings and claims: HTTP turned into a call of a service, and its row into JSON."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from recognizer.accounts.identity import identity_of
from recognizer.api.answers import (
    AnswerSerializer,
    ClaimSerializer,
    PredictionSerializer,
)
from recognizer.api.base import (
    PublicView,
    own_answer,
    own_drawing,
    revalidated,
    uncached,
)
from recognizer.api.drawers import Drawer, source_of
from recognizer.api.intake import IntakeView
from recognizer.api.lists import AnswerListView
from recognizer.api.serializers import DrawingSerializer, ValueSerializer
from recognizer.deletion.forgetting import forget
from recognizer.drawings.recognition import answer_only, keep_claim, recognise
from recognizer.models import Drawing

UPLOAD = DrawingSerializer()  # one for all requests: it keeps nothing of any


@revalidated
class PredictionsView(AnswerListView, IntakeView):
    """Where drawings are sent, and where visitors find all their own."""

    def take(self, fields: Any, drawer: Drawer) -> Response:
        """Recognise one drawing; keep it and the answer, unless told not to."""
        upload = UPLOAD.run_validation(fields)
        picture = upload["image"]
        if not self.is_to_be_kept():
            return Response(AnswerSerializer(answer_only(picture)).data)
        prediction = recognise(
            picture,
            owner=drawer.owner,
            source=source_of(self.request),
            strokes=upload.get("strokes") or None,
        )
        context = self.get_serializer_context()
        data = PredictionSerializer(prediction, context=context).data
        status = 200 if prediction.is_repeat else 201
        response = Response(data, status, headers={"Location": data["url"]})
        drawer.remember(self.request, response)
        return response

    def delete(self, request: Request) -> Response:
        """Delete all drawings of whoever asks, and all that is kept of them."""
        forget(Drawing.objects.owned_by(identity_of(request).owner))
        return Response(status=204)


@revalidated
class PredictionView(PublicView):
    """The answer to a drawing; only for whoever drew it."""

    def get(self, request: Request, pk: UUID) -> Response:
        """Show the answer that was given."""
        context = {"request": request}
        answer = PredictionSerializer(own_answer(request, pk), context=context)
        return Response(answer.data)

    def delete(self, request: Request, pk: UUID) -> Response:
        """Delete the drawing and all that is kept of it."""
        drawing = own_drawing(request, pk)
        forget(Drawing.objects.filter(pk=drawing.pk))
        return Response(status=204)


@uncached
class ClaimView(PublicView):
    """Where visitors say what they drew."""

    def post(self, request: Request, pk: UUID) -> Response:
        """Keep what the visitor says that the drawing is."""
        claim = ValueSerializer(data=request.data)
        claim.is_valid(raise_exception=True)
        drawing = keep_claim(own_drawing(request, pk), claim.validated_data["value"])
        return Response(ClaimSerializer(drawing).data)

    def delete(self, request: Request, pk: UUID) -> Response:
        """Take back what the visitor said, if they said anything."""
        keep_claim(own_drawing(request, pk), None)
        return Response(status=204)
