"""Pictures and digits in, answers out."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.reverse import reverse
from rest_framework.utils.html import is_html_input

from ml.preprocessing.errors import BadImage, Blank
from recognizer.api.pictures import PictureField
from recognizer.drawings.strokes import BadStrokes, Strokes, read_strokes
from recognizer.drawings.tile_images import tile_url
from recognizer.models import Digit, Drawing, ModelVersion, Prediction, Reason


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
        ["required", "invalid"], "Send a digit from 0 to 9, or null for 'not a digit'."
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


class PredictionSerializer(serializers.BaseSerializer):
    """An answer, as docs/api.md describes it."""

    def to_representation(self, prediction: Prediction) -> dict:
        drawing = prediction.drawing
        probabilities = prediction.shifted_probabilities()
        return {
            "id": str(drawing.pk),
            "digit": digit_or_null(prediction.digit),
            "word": Digit(prediction.digit).label,
            "confidence": round(max(probabilities), 6),
            "probabilities": [round(share, 6) for share in probabilities],
            "version": prediction.version.name,
            "tile": tile_or_null(prediction),
            "url": reverse(
                "api:prediction-detail", [drawing.pk], request=self.context["request"]
            ),
            "created_at": prediction.created_at,
        }


class LabelSerializer(serializers.BaseSerializer):
    """A drawing's label, and why it waits for review even so."""

    def to_representation(self, drawing: Drawing) -> dict:
        reason = drawing.waits_for
        return {
            "id": str(drawing.pk),
            "digit": digit_or_null(drawing.label),
            "word": drawing.get_label_display(),
            "waits_for": None if reason is None else Reason(reason).label,
        }


class VersionSerializer(serializers.BaseSerializer):
    """A version and its card; `answers` is true of the one that answers."""

    def to_representation(self, version: ModelVersion) -> dict:
        return {
            "name": version.name,
            "network": version.network,
            "answers": version.pk == self.context["answering"],
            "parent": version.parent and version.parent.name,
            "sha256": version.sha256,
            "created_at": version.created_at,
            "card": version.card,
        }


def tile_or_null(prediction: Prediction) -> str | None:
    """The tile as a data URL; null where the kept picture cannot be read any more."""
    try:
        return tile_url(prediction.tile)
    except (BadImage, Blank):
        return None


def digit_or_null(digit: int | None) -> int | None:
    """'Not a digit' is 10 in the database and null in the API."""
    return None if digit == Digit.NOT_A_DIGIT else digit
