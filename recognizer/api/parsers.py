"""JSON in a request's body."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import IO, Any

from rest_framework import parsers
from rest_framework.exceptions import ParseError


class JSONParser(parsers.JSONParser):
    """JSON with or without a byte order mark. Raises ParseError if it is too deep."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        if stream.read(len(BOM_UTF8)) != BOM_UTF8:
            stream.seek(0)
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("its lists and objects are nested too deep") from error
