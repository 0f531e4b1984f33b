"""Which rows a list of answers has: one's own, or with a reviewer's rights all."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import ListAPIView
from rest_framework.request import Request

from recognizer.accounts.identity import identity_of
from recognizer.api.answers import ListedSerializer
from recognizer.api.authentication import KeyAuthentication
from recognizer.api.filters import OF_REVIEWERS, list_filter, sees_everyone
from recognizer.api.pagination import NewestAnswersFirst
from recognizer.models import ApiKey, Drawing, Prediction, Scope


class ReviewersSession(SessionAuthentication):
    """The session of the admin counts only where a reviewer's list is asked for."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        is_read = request.method in ("GET", "HEAD")
        if is_read and not OF_REVIEWERS.isdisjoint(request.query_params):
            return super().authenticate(request)
        return None


class AnswerListView(ListAPIView):
    """The answers that were given, the newest first."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (
        KeyAuthentication,
        ReviewersSession,
    )
    pagination_class = NewestAnswersFirst
    serializer_class = ListedSerializer

    def get_queryset(self) -> QuerySet[Prediction]:
        parameters = self.request.query_params
        is_of_everyone = sees_everyone(parameters)
        if (is_of_everyone or "label" in parameters) and not is_reviewer(self.request):
            raise PermissionDenied(_("Only reviewers see labels and others' drawings."))
        if is_of_everyone:
            answers = Prediction.objects.given()
        else:
            answers = Prediction.objects.given_to(identity_of(self.request).owner)
        if "label" in parameters:
            reviewer: Any = self.request.user  # is_reviewer() has let them in
            known = Drawing.objects.label_shown_to(reviewer)
            answers = answers.filter(drawing__in=known)
        return answers.filter(list_filter(parameters)).shown_in_lists()


def is_reviewer(request: Request) -> bool:
    """Whether staff ask, by their session or by a key that may review."""
    may_review = Scope.REVIEW in identity_of(request).scopes
    if isinstance(request.auth, ApiKey) and not may_review:
        return False
    user = request.user
    return user.is_staff and user.has_perm("recognizer.view_drawing")
