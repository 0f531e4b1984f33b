"""What the addresses that take pictures have in common."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from digitsite.problem_types import LENGTH_REQUIRED, UNSUPPORTED_TYPE
from recognizer.accounts.limits import LimitScope
from recognizer.api.base import PublicView
from recognizer.api.drawers import Drawer, drawer_of
from recognizer.api.errors import SENTENCES, RequestRefused
from recognizer.api.idempotency import HEADER, answer_once, begin
from recognizer.api.parsers import (
    BytesParser,
    FormOrPictureParser,
    JSONParser,
    PictureParser,
)


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

    def post(self, request: Request) -> Response | HttpResponse:
        """Answer what is sent; under an Idempotency-Key, once."""
        fields, drawer = read_body(request), drawer_of(request)
        if HEADER not in request.headers or not self.is_to_be_kept():
            return self.take(fields, drawer)
        row = begin(request, fields, drawer.owner)
        is_new = drawer.is_new and drawer.owner == row.owner
        drawer = replace(drawer, owner=row.owner, is_new=is_new)
        response = answer_once(row, lambda: self.take_or_refuse(fields, drawer))
        if response.status_code < 400:
            drawer.remember(request, response)
        return response

    def take(self, fields: Any, drawer: Drawer) -> Response:
        """Answer the pictures in a body."""
        raise NotImplementedError

    def take_or_refuse(self, fields: Any, drawer: Drawer) -> Response:
        """Answer also what is refused; an unknown error stays one."""
        try:
            return self.take(fields, drawer)
        except Exception as error:
            return self.handle_exception(error)


def read_body(request: Request) -> Any:
    """The body's fields. Raises RequestRefused where nothing says how long it is.

    A server cannot tell such a body from none.
    """
    if not request.META.get("CONTENT_LENGTH"):
        detail = _("Send the length of the picture (Content-Length), or send chunks.")
        raise RequestRefused(LENGTH_REQUIRED, detail)
    return request.data
