"""A picture's bytes, as programs send them: alone, in a file, or as base64 text."""

import binascii
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy, gettext_noop
from rest_framework import serializers

from ml.preprocessing.errors import BadImage

DATA_URL = "data:image/png;base64,..."
WHITESPACE = b"\t\n\f\r"
PERCENT = {"%2B": "+", "%2F": "/", "%3D": "=", "%0A": "", "%0D": "", "%20": "+"}
# The alphabet for URLs; and a form that is not percent-encoded turns '+' into ' '.
TO_BASE64 = bytes.maketrans(b"-_ ", b"+/+")


class PictureField(serializers.Field):
    """A picture's bytes: as they are, from a file, a data URL or bare base64.

    What the data URL says of their type is not asked: the bytes tell. Not a CharField,
    which looks at a data URL character by character.
    """

    default_error_messages = {
        "required": gettext_lazy("Send the picture in the field 'image'."),
        "null": gettext_lazy("The picture is null. Send a data URL or a file."),
    }

    def to_internal_value(self, data: Any) -> bytes:
        if isinstance(data, bytes):
            return data
        if isinstance(data, UploadedFile):
            return read_file(data)
        if isinstance(data, str):
            return read_text(data)
        raise BadImage(
            gettext_noop("Send the picture as a data URL (%(example)s) or as a file."),
            example=DATA_URL,
        )


def read_file(file: UploadedFile) -> bytes:
    if not file.size:
        raise BadImage(gettext_noop("The file is empty."))
    return file.read()


def read_text(text: str) -> bytes:
    """Return the bytes in a data URL, or in base64 alone. Raises BadImage."""
    head, comma, body = text.partition(",")
    if not comma:
        body = text
    elif not head.strip().lower().startswith("data:"):
        raise BadImage(
            gettext_noop("Send the picture as a data URL: %(example)s"),
            example=DATA_URL,
        )
    if not body.strip():
        raise BadImage(
            gettext_noop("The picture is empty: there is no base64 to read.")
        )
    return decode_base64(body)


def decode_base64(text: str) -> bytes:
    """Return the bytes that base64 stands for. Raises BadImage.

    As a browser reads it: with line breaks (Android's default), without padding, or
    percent-encoded (https://infra.spec.whatwg.org/#forgiving-base64-decode). Also in
    the alphabet for URLs.
    """
    try:
        return binascii.a2b_base64(text, strict_mode=True)  # as canvases write it
    except ValueError:
        pass
    text = text.strip()
    for code, letter in PERCENT.items() if "%" in text else ():
        text = text.replace(code, letter).replace(code.lower(), letter)
    try:
        raw = text.encode().translate(TO_BASE64, WHITESPACE).rstrip(b"=")
        return binascii.a2b_base64(raw + b"=" * (-len(raw) % 4), strict_mode=True)
    except ValueError as error:
        raise BadImage(
            gettext_noop("The picture is not base64. Send %(example)s"),
            example=DATA_URL,
        ) from error
