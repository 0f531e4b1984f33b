"""What a request's body may be, beside a form with files: JSON, a form, a picture."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import IO, Any

from django.http import QueryDict
from rest_framework import parsers
from rest_framework.exceptions import ParseError

from ml.preprocessing.errors import BadImage
from ml.preprocessing.metadata import file_format


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


class PictureParser(parsers.BaseParser):
    """A picture itself, whatever kind its type says: the bytes tell."""

    media_type = "image/*"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, bytes]:
        return {"image": stream.read()}


class BytesParser(PictureParser):
    """A picture from a program that does not know its type."""

    media_type = "application/octet-stream"


class FormOrPictureParser(parsers.FormParser):
    """A form; or a picture that is called one, as `curl --data-binary` does."""

    def parse(  # type: ignore[override]  # not a form alone
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> QueryDict | dict[str, bytes]:
        body = stream.read()
        try:
            file_format(body)
        except BadImage:
            stream.seek(0)
            return super().parse(stream, media_type, parser_context)
        return {"image": body}
