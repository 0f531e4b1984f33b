"""Who asks, by `Authorization: Bearer <key>`, and whether the key lets them."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from recognizer.accounts.identity import identity_of
from recognizer.accounts.keys import Refused, find_key
from recognizer.models import ApiKey

SCHEME = "Bearer"


class KeyAuthentication(BaseAuthentication):
    """A client by its key. Whoever sends none is asked for none."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey] | None:
        if "HTTP_AUTHORIZATION" not in request._request.META:  # most requests
            return None
        scheme, _space, secret = get_authorization_header(request).partition(b" ")
        if scheme.lower() != SCHEME.lower().encode():
            return None
        try:
            key = find_key(secret.strip().decode("latin-1"))
        except Refused as error:
            raise AuthenticationFailed(str(error)) from error
        # Read only where somebody labels as the key's user.
        user = SimpleLazyObject(lambda: key.user) if key.user_id else AnonymousUser()
        return user, key

    def authenticate_header(self, request: Request) -> str:
        """What a 401 names in WWW-Authenticate."""
        return SCHEME


class HasScope(BasePermission):
    """A key has the scope that the view's `key_scopes` names for the method."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        needed = view.key_scopes.get(request.method)  # type: ignore[attr-defined]
        if not isinstance(request.auth, ApiKey) or needed is None:
            return True
        if needed in identity_of(request).scopes:
            return True
        detail = _("This key has no scope '%(scope)s'.") % {"scope": needed.value}
        raise PermissionDenied(detail)
