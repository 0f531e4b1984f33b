"""Long lists in pages, each with the address of the next."""

import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

from digitsite.problem_types import INVALID_CURSOR
from recognizer.api.errors import RequestRefused


class NewestFirst(CursorPagination):
    """Pages of 20 rows, or of as many as `page_size` asks for; the newest row first."""

    ordering = "-pk"
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 60

    def decode_cursor(self, request: Request) -> Cursor | None:
        try:
            cursor = super().decode_cursor(request)
        except NotFound as error:
            raise damaged() from error
        position = cursor.position if cursor else None
        if position is not None and not re.fullmatch("[0-9]+", str(position)):
            raise damaged()
        return cursor

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


def damaged() -> RequestRefused:
    return RequestRefused(INVALID_CURSOR, _("The cursor is damaged."))
