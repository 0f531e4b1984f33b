"""Pictures and digits in, answers out."""

import base64
import binascii
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from rest_framework import serializers
from rest_framework.reverse import reverse

from ml.preprocessing.errors import BadImage
from recognizer.drawings.strokes import BadStrokes, Strokes, read_strokes
from recognizer.drawings.tile_images import tile_url
from recognizer.models import Digit, Drawing, ModelVersion, Prediction, Reason


class PictureField(serializers.Field):
    """A picture's bytes, from a data URL or an uploaded file.

    Not a CharField, which looks at a data URL character by character.
    """

    def to_internal_value(self, data: Any) -> bytes:
        if isinstance(data, UploadedFile):
            return data.read()
        if not isinstance(data, str):
            raise BadImage("Send the picture as a data URL or as a file.")
        head, comma, body = data.partition(",")
        if not comma or not head.startswith("data:image/"):
            raise BadImage("Send the picture as a data URL: data:image/png;base64,...")
        try:
            # A form that is not percent-encoded turns '+' into ' '.
            return base64.b64decode(body.replace(" ", "+"), validate=True)
        except (binascii.Error, ValueError) as error:
            raise BadImage from error


class StrokesField(serializers.Field):
    """Where the pen went: strokes of points [x, y], or their JSON in a form's field."""

    def to_internal_value(self, data: Any) -> Strokes:
        try:
            return read_strokes(data)
        except BadStrokes as error:
            raise serializers.ValidationError(str(error)) from error


class DrawingSerializer(serializers.Serializer):
    """A picture to recognise, and where the pen went, if that is known."""

    image = PictureField(
        error_messages={"required": "Send the picture in the field 'image'."}
    )
    strokes = StrokesField(required=False, allow_null=True)


class DigitSerializer(serializers.Serializer):
    """A digit 0 to 9, or null: not a digit."""

    digit = serializers.IntegerField(
        min_value=0,
        max_value=9,
        allow_null=True,
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"],
            "Send a digit from 0 to 9, or null for 'not a digit'.",
        ),
    )

    def validate_digit(self, digit: int | None) -> int:
        return Digit.NOT_A_DIGIT if digit is None else digit


class PredictionSerializer(serializers.BaseSerializer):
    """An answer, as docs/api.md describes it."""

    def to_representation(self, prediction: Prediction) -> dict:
        drawing = prediction.drawing
        probabilities = prediction.probabilities[:10]  # of the digits
        return {
            "id": str(drawing.pk),
            "digit": digit_or_null(prediction.digit),
            "word": Digit(prediction.digit).label,
            "confidence": round(prediction.confidence, 6),
            "probabilities": [round(share, 6) for share in probabilities],
            "version": prediction.version.name,
            "tile": tile_url(prediction.tile),
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
    """A version and its card; `answers` is true of the promoted one."""

    def to_representation(self, version: ModelVersion) -> dict:
        return {
            "name": version.name,
            "network": version.network,
            "answers": version.pk == self.context["promoted"],
            "parent": version.parent and version.parent.name,
            "sha256": version.sha256,
            "created_at": version.created_at,
            "card": version.card,
        }


def digit_or_null(digit: int | None) -> int | None:
    """'Not a digit' is 10 in the database and null in the API."""
    return None if digit == Digit.NOT_A_DIGIT else digit
