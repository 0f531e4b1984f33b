"""Who sends a request, as owner of drawings."""

from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from rest_framework.request import Request

from recognizer.drawings.visitors import owner_of
from recognizer.models import ApiKey, Scope

Kind = Literal["client", "visitor", "address"]
OWN_DRAWINGS = frozenset({Scope.PREDICT, Scope.READ})


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose the drawings are ('' unknown), how we know, and what they may do."""

    owner: str
    kind: Kind
    scopes: frozenset[str]


UNKNOWN = Identity("", "address", OWN_DRAWINGS)


def identity_of(request: HttpRequest | Request) -> Identity:
    """Return the key's client, else the visitor, else somebody at that address.

    REST framework has checked the key, if one came, and put it into `auth`.
    """
    key = getattr(request, "auth", None)
    if isinstance(key, ApiKey):
        return Identity(key.owner, "client", frozenset(key.scopes))
    http_request: Any = getattr(request, "_request", request)
    if not hasattr(http_request, "visitor_identity"):  # to check a cookie takes time
        http_request.visitor_identity = visitor_identity(http_request)
    return http_request.visitor_identity


def visitor_identity(request: HttpRequest) -> Identity:
    owner = owner_of(request)
    return Identity(owner, "visitor", OWN_DRAWINGS) if owner else UNKNOWN
