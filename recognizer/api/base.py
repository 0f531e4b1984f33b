"""What the API's views have in common."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from django.views.decorators.vary import vary_on_headers
from rest_framework.authentication import BaseAuthentication
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import BaseParser, FormParser, MultiPartParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from recognizer.accounts.identity import identity_of
from recognizer.api.authentication import HasScope, KeyAuthentication
from recognizer.api.parsers import JSONParser
from recognizer.api.throttling import LimitedView
from recognizer.models import Drawing, Prediction, Scope


class PublicView(LimitedView):
    """For anyone, known by the visitor's cookie or by a key.

    Without session authentication, so that the page also works for a visitor who
    is logged in to the admin (whose session would ask for a CSRF token).
    """

    authentication_classes: Sequence[type[BaseAuthentication]] = (KeyAuthentication,)
    permission_classes: Sequence[type[BasePermission]] = (HasScope,)
    key_scopes = {
        "GET": Scope.READ,
        "HEAD": Scope.READ,
        "POST": Scope.PREDICT,
        "DELETE": Scope.PREDICT,
    }
    parser_classes: Sequence[type[BaseParser]] = (
        JSONParser,
        FormParser,
        MultiPartParser,
    )

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """Name the methods: the framework's `Allow` stands in every answer."""
        return Response(status=204)


# Whose drawings an answer tells of hangs on these; other middleware adds the language.
varies = vary_on_headers("Authorization", "Cookie", "Origin")
# What it answers is for one person, and for no cache.
uncached = method_decorator(
    [varies, cache_control(private=True, no_store=True)], name="dispatch"
)
# A browser may keep it, but asks each time whether it still may: once the drawing is
# deleted, nobody is shown it.
revalidated = method_decorator(
    [varies, conditional_page, cache_control(private=True, no_cache=True)],
    name="dispatch",
)


def own_drawing(request: HttpRequest | Request, pk: UUID) -> Drawing:
    """The asker's own drawing. Raises Http404 of anybody else's."""
    return get_object_or_404(
        Drawing.objects.owned_by(identity_of(request).owner), pk=pk
    )


def own_answer(request: Request, pk: UUID) -> Prediction:
    """The answer that the asker's own drawing was given. Raises Http404."""
    given = Prediction.objects.given_to(identity_of(request).owner)
    return get_object_or_404(given, drawing=pk)
