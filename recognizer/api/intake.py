"""What the addresses that take pictures have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from digitsite.problem_types import LENGTH_REQUIRED, UNSUPPORTED_TYPE
from recognizer.accounts.identity import identity_of
from recognizer.accounts.limits import LimitScope
from recognizer.api.base import PublicView
from recognizer.api.errors import SENTENCES, RequestRefused
from recognizer.api.parsers import (
    BytesParser,
    FormOrPictureParser,
    JSONParser,
    PictureParser,
)
from recognizer.drawings.visitors import new_owner, remember_visitor
from recognizer.models import Source


class IntakeView(PublicView):
    """Takes pictures, and keeps them unless the address ends in ?keep=false."""

    parser_classes: Sequence[type[BaseParser]] = (
        JSONParser,
        FormOrPictureParser,
        MultiPartParser,
        PictureParser,
        BytesParser,
    )
    sentences = SENTENCES | {
        UNSUPPORTED_TYPE: gettext_noop(
            "Send the picture itself (image/png, image/jpeg or image/webp), JSON, or a "
            "form with the picture in the field 'image'."
        )
    }
    always_keeps = False  # whatever the address says; true of the draw page's form

    @property
    def throttle_scope(self) -> LimitScope:  # type: ignore[override]  # of its method
        """What this request counts as."""
        if self.request.method != "POST":
            return "reads"
        return "drawings" if self.is_to_be_kept() else "live"

    def is_to_be_kept(self) -> bool:
        """False where the address ends in ?keep=false. Raises ValidationError."""
        keeps = self.request.query_params.get("keep", "true")
        if self.always_keeps or keeps == "true":
            return True
        if keeps != "false":
            raise ValidationError(_("'keep' is true or false."))
        return False


@dataclass(frozen=True)
class Drawer:
    """Whose the drawings of a request become."""

    owner: str
    is_new: bool  # so has no drawings yet
    has_key: bool

    def remember(self, request: Request, response: Response) -> None:
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


def read_body(request: Request) -> Any:
    """The body's fields. Raises RequestRefused where nothing says how long it is.

    A server cannot tell such a body from none.
    """
    if not request.META.get("CONTENT_LENGTH"):
        detail = _("Send the length of the picture (Content-Length), or send chunks.")
        raise RequestRefused(LENGTH_REQUIRED, detail)
    return request.data
