"""Long lists in pages, each with the address of the next."""

import re
from collections.abc import Sequence
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView

from digitsite.problem_types import INVALID_CURSOR
from recognizer.api.errors import RequestRefused
from recognizer.api.filters import moment_field

MARKED = re.compile("(?P<mark>[0-9a-f]{12}) (?P<position>.*)")


class NewestFirst(CursorPagination):
    """Pages of 20 rows, or of as many as `page_size` asks for; the newest row first.

    A cursor has a mark of its list, so that none goes on in a list of other rows.
    """

    ordering: str | tuple[str, ...] = "-pk"
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 60

    def decode_cursor(self, request: Request) -> Cursor | None:
        self.mark = mark_of(request)
        try:
            cursor = super().decode_cursor(request)
        except NotFound as error:
            raise damaged() from error
        if cursor is None:
            return None
        parts = MARKED.fullmatch(str(cursor.position))
        position: Any = parts["position"] if parts else ""
        if not parts or (position and not self.is_position(position)):
            raise damaged()
        if parts["mark"] != self.mark:
            sentence = _("The cursor belongs to another list. Begin without one.")
            raise RequestRefused(INVALID_CURSOR, sentence)
        return Cursor(cursor.offset, cursor.reverse, position or None)

    def encode_cursor(self, cursor: Cursor) -> str:
        position: Any = f"{self.mark} {cursor.position or ''}"  # DRF's stubs say int
        return super().encode_cursor(Cursor(cursor.offset, cursor.reverse, position))

    def is_position(self, text: str) -> bool:
        """Whether a row can be there."""
        return re.fullmatch("[0-9]{1,18}", text) is not None  # in 64 bits

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """What the OpenAPI document says of a page."""
        address = {"type": ["string", "null"], "format": "uri", "example": None}
        members = {"next": address, "previous": address, "results": schema}
        return {
            "type": "object",
            "properties": members,
            "required": list(members),
            "additionalProperties": False,
        }


class NewestAnswersFirst(NewestFirst):
    """Answers by the moment they were given at, as the list's filters read it."""

    def get_ordering(
        self, request: Request, queryset: QuerySet, view: APIView
    ) -> tuple[str, ...]:
        return f"-{moment_field(request.query_params)}", "-pk"

    def _get_position_from_instance(
        self, instance: Model | dict, ordering: Sequence[str]
    ) -> str:
        moment: Any = instance
        for name in ordering[0].removeprefix("-").split("__"):
            moment = getattr(moment, name)
        return str(moment)

    def is_position(self, text: str) -> bool:
        try:
            moment = parse_datetime(text)
        except ValueError:
            return False
        return moment is not None and moment.utcoffset() == timedelta(0)


def mark_of(request: Request) -> str:
    """The same for all pages of a list: of its address and its filters."""
    parameters = sorted(
        (name, values)
        for name, values in request.query_params.lists()
        if name not in (NewestFirst.cursor_query_param, "page_size")
    )
    text = f"{request.path.rstrip('/')} {parameters}"
    return blake2b(text.encode(errors="replace"), digest_size=6).hexdigest()


def damaged() -> RequestRefused:
    return RequestRefused(INVALID_CURSOR, _("The cursor is damaged."))
