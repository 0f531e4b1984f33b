"""Whose the drawings of a request become, and where it came from."""

from dataclasses import dataclass

from django.http import HttpResponse
from rest_framework.request import Request

from recognizer.accounts.identity import identity_of
from recognizer.drawings.visitors import new_owner, remember_visitor
from recognizer.models import Source


@dataclass(frozen=True)
class Drawer:
    """Whose the drawings of a request become."""

    owner: str
    is_new: bool  # so has no drawings yet
    has_key: bool

    def remember(self, request: Request, response: HttpResponse) -> None:
        """Set the cookie by which a visitor is known again; a client is its key."""
        if not self.has_key:
            remember_visitor(request, response, self.owner)


def drawer_of(request: Request) -> Drawer:
    identity = identity_of(request)
    owner = identity.owner or new_owner()
    return Drawer(owner, not identity.owner, identity.kind == "client")


def source_of(request: Request) -> Source:
    """Return PAGE if the browser says our own page sent this without a key, else API.

    It says so only over HTTPS.
    """
    from_our_page = request.headers.get("Sec-Fetch-Site") == "same-origin"
    is_client = identity_of(request).kind == "client"
    return Source.PAGE if from_our_page and not is_client else Source.API
