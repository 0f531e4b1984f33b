"""Where reviewers label by the API."""

from uuid import UUID

from rest_framework.authentication import SessionAuthentication
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recognizer.api.answers import LabelSerializer
from recognizer.api.authentication import HasScope, KeyAuthentication
from recognizer.api.base import PublicView, uncached
from recognizer.api.serializers import ValueSerializer
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, Scope, Where


class CanLabel(BasePermission):
    """For staff who may change drawings."""

    message = "Only reviewers can label drawings."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.method == "OPTIONS":  # which methods there are is no secret
            return True
        user = request.user
        return user.is_staff and user.has_perm("recognizer.change_drawing")


@uncached
class LabelView(PublicView):
    """For staff: by a key, or by the admin's session and with its CSRF token."""

    authentication_classes = (KeyAuthentication, SessionAuthentication)
    permission_classes = (HasScope, CanLabel)
    key_scopes = {"POST": Scope.REVIEW}

    def post(self, request: Request, pk: UUID) -> Response:
        """Set what a drawing is, as in the review."""
        value = ValueSerializer(data=request.data)
        value.is_valid(raise_exception=True)
        drawing = get_object_or_404(Drawing.objects.defer("picture"), pk=pk)
        change = label_drawing(
            drawing,
            value.validated_data["value"],
            by=request.user,  # type: ignore[arg-type]  # CanLabel has let them in
            where=Where.API,
        )
        return Response(LabelSerializer(change.drawing).data)
