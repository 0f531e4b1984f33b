"""What programs send: pictures, strokes and digits."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.utils.html import is_html_input

from recognizer.api.pictures import PictureField
from recognizer.drawings.strokes import BadStrokes, Strokes, read_strokes
from recognizer.models import Digit, Shown, is_number

DIGITS = tuple("0123456789")


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
        if is_html_input(dictionary) and value in DIGITS:
            return int(value)
        return value

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int or data not in range(10):
            self.fail("invalid")
        return data


class NumberField(serializers.Field):
    """A number as text, whose leading zeros count: 1 to 12 of the digits 0 to 9."""

    default_error_messages = {
        "invalid": gettext_lazy('Send a number as text of 1 to 12 digits: "42".')
    }

    def to_internal_value(self, data: Any) -> Shown:
        if isinstance(data, str) and is_number(data):
            return data
        if data in DIGITS:
            return int(data)
        self.fail("invalid")


class ValueSerializer(serializers.Serializer):
    """What a drawing shows: {"digit": 7}, {"digit": null} or {"number": "42"}.

    Its validated data has the `value`: a class, or a number of several digits. A number
    of one digit is that digit.
    """

    digit = DigitField(allow_null=True, required=False)
    number = NumberField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError(
                gettext(
                    "Send a digit from 0 to 9, or null for 'not a digit', or else a "
                    "number."
                )
            )
        value = attrs.popitem()[1]
        return {"value": Digit.NOT_A_DIGIT.value if value is None else value}
