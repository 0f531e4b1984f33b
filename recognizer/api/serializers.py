"""What programs send: pictures, strokes and digits."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.utils.html import is_html_input

from recognizer.api.pictures import PictureField
from recognizer.drawings.strokes import BadStrokes, Strokes, read_strokes
from recognizer.models import Digit


class StrokesField(serializers.Field):
    """Where the pen went: strokes of points [x, y], or their JSON in a form's field."""

    def to_internal_value(self, data: Any) -> Strokes:
        try:
            return read_strokes(data)
        except BadStrokes as error:
            raise serializers.ValidationError(str(error)) from error


class DrawingSerializer(serializers.Serializer):
    """A picture to recognise, and where the pen went, if that is known."""

    image = PictureField()
    strokes = StrokesField(required=False, allow_null=True)


class DigitField(serializers.Field):
    """A digit: a number 0 to 9 in JSON, or one of "0" to "9" in a form.

    Not an IntegerField, which also takes 7.0, "+7", "0_7" and Arabic digits, and takes
    a form's empty field for null.
    """

    default_error_messages = dict.fromkeys(
        ["required", "invalid"],
        gettext_lazy("Send a digit from 0 to 9, or null for 'not a digit'."),
    )

    def get_value(self, dictionary: Mapping[Any, Any]) -> Any:
        value = dictionary.get(self.field_name, empty)
        if is_html_input(dictionary) and value in set("0123456789"):
            return int(value)
        return value

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int or data not in range(10):
            self.fail("invalid")
        return data


class DigitSerializer(serializers.Serializer):
    """A digit 0 to 9, or null: not a digit."""

    digit = DigitField(allow_null=True)

    def validate_digit(self, digit: int | None) -> int:
        return Digit.NOT_A_DIGIT if digit is None else digit
