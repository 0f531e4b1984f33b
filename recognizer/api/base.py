"""What the API's views have in common."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from recognizer.api.parsers import JSONParser
from recognizer.drawings.visitors import owner_of
from recognizer.models import Drawing, Prediction


class PublicView(APIView):
    """For anyone, known by the visitor's cookie alone.

    Without session authentication, so that the page also works for a visitor who
    is logged in to the admin (whose session would ask for a CSRF token).
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (JSONParser, FormParser, MultiPartParser)


# What it answers is for one person, and for no cache.
uncached = method_decorator(cache_control(private=True, no_store=True), name="dispatch")


def own_drawing(request: HttpRequest | Request, pk: UUID) -> Drawing:
    """The visitor's own drawing. Raises Http404 of anybody else's."""
    return get_object_or_404(Drawing.objects.owned_by(owner_of(request)), pk=pk)


def own_answer(request: Request, pk: UUID) -> Prediction:
    """The answer that the visitor's own drawing was given. Raises Http404."""
    given = Prediction.objects.given_to(owner_of(request))
    return get_object_or_404(given, drawing=pk)
