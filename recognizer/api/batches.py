"""Many pictures in one request."""

from typing import Any

from django.http import HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from digitsite.problem_types import UNSUPPORTED_TYPE
from digitsite.problems import problem_body
from ml.preprocessing.errors import PictureError
from ml.preprocessing.memory import Memory
from recognizer.api.answers import AnswerSerializer, PredictionSerializer
from recognizer.api.base import PublicView, uncached
from recognizer.api.drawers import Drawer, source_of
from recognizer.api.errors import SENTENCES, picture_problem
from recognizer.api.intake import IntakeView
from recognizer.api.pictures import PictureField
from recognizer.drawings.batches import (
    Outcome,
    answer_batch,
    attempt,
    recognise_batch,
)

MOST_PICTURES = 64
COPIES = 3  # of a body in memory: as bytes, as text, and as pictures
# For those of all batches, in bytes. Not of what pictures may take: a batch would wait
# for memory that it has itself.
bodies = Memory(60_000_000)


@uncached
class BatchView(IntakeView):
    """Answers up to 64 pictures, each as if it had come alone."""

    parser_classes = PublicView.parser_classes
    sentences = SENTENCES | {
        UNSUPPORTED_TYPE: gettext_noop(
            "Send JSON with the pictures in the list 'images', or a form with each in "
            "a field 'image'."
        )
    }

    def post(self, request: Request) -> Response | HttpResponse:
        """Answer the pictures; several bodies of many megabytes wait for each other."""
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        with bodies.reserve(COPIES * length):
            return super().post(request)

    def take(self, fields: Any, drawer: Drawer) -> Response:
        """Recognise the pictures; keep them and the answers, unless told not to."""
        items, read = read_items(fields), PictureField().to_internal_value
        self.charge_others(self.request, len(items) - 1)
        files = [attempt(read, item) for item in items]
        if not self.is_to_be_kept():
            return self.respond(answer_batch(files), AnswerSerializer())
        outcomes = recognise_batch(
            files,
            owner=drawer.owner,
            owner_is_new=drawer.is_new,
            source=source_of(self.request),
        )
        context = {"request": self.request}
        response = self.respond(outcomes, PredictionSerializer(context=context))
        drawer.remember(self.request, response)
        return response

    def respond(
        self, outcomes: list[Outcome], serializer: AnswerSerializer
    ) -> Response:
        results = [
            problem_body(*picture_problem(outcome), self.request)
            if isinstance(outcome, PictureError)
            else serializer.to_representation(outcome)
            for outcome in outcomes
        ]
        return Response({"results": results})


def read_items(data: Any) -> list[Any]:
    """The pictures as they are written. Raises ValidationError."""
    if isinstance(data, MultiValueDict):
        items = data.getlist("image")
    else:
        items = data.get("images") if isinstance(data, dict) else None
    if not isinstance(items, list) or not items:
        raise ValidationError(
            _("Send the pictures in the list 'images', or in fields 'image' of a form.")
        )
    if len(items) > MOST_PICTURES:
        sentence = _("Send at most %(most)s pictures at once; these are %(number)s.")
        raise ValidationError(sentence % {"most": MOST_PICTURES, "number": len(items)})
    return items
