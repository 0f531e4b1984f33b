"""Pictures and digits in, answers out."""

import base64
import binascii

from django.core.files.uploadedfile import UploadedFile
from rest_framework import serializers
from rest_framework.reverse import reverse

from ml.preprocessing.errors import BadImage
from recognizer.drawings.strokes import BadStrokes, read_strokes
from recognizer.drawings.tile_images import tile_url
from recognizer.models import Digit, ModelVersion, Prediction, Reason


class PictureField(serializers.Field):
    """A picture's bytes, from a data URL or an uploaded file.

    Not a CharField, which looks at a data URL character by character.
    """

    def to_internal_value(self, data):
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
            raise BadImage("This is not a picture that we can read.") from error


class StrokesField(serializers.Field):
    """Where the pen went: strokes of points [x, y], or their JSON in a form's field."""

    def to_internal_value(self, data):
        try:
            return read_strokes(data)
        except BadStrokes as error:
            raise serializers.ValidationError(str(error)) from error


class DrawingSerializer(serializers.Serializer):
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

    def validate_digit(self, digit):
        return Digit.NOT_A_DIGIT if digit is None else digit


class PredictionSerializer(serializers.BaseSerializer):
    """An answer, as the contract in README.md has it."""

    def to_representation(self, prediction: Prediction):
        drawing = prediction.drawing
        return {
            "id": str(drawing.pk),
            "digit": or_null(prediction.digit),
            "word": Digit(prediction.digit).label,
            "confidence": round(prediction.confidence, 6),
            "probabilities": [round(p, 6) for p in prediction.probabilities[:10]],
            "version": prediction.version.name,
            "tile": tile_url(prediction.tile),
            "url": reverse(
                "api:prediction-detail", [drawing.pk], request=self.context["request"]
            ),
            "created_at": prediction.created_at,
        }


class LabelSerializer(serializers.BaseSerializer):
    """What a drawing is labelled, and why it waits for review all the same."""

    def to_representation(self, drawing):
        waits = drawing.waits_for
        return {
            "id": str(drawing.pk),
            "digit": or_null(drawing.label),
            "word": drawing.get_label_display(),
            "waits_for": None if waits is None else Reason(waits).label,
        }


class VersionSerializer(serializers.BaseSerializer):
    """A version and its card; `answers` is true of the promoted one."""

    def to_representation(self, version: ModelVersion):
        return {
            "name": version.name,
            "network": version.network,
            "answers": version.pk == self.context["promoted"],
            "parent": version.parent and version.parent.name,
            "sha256": version.sha256,
            "created_at": version.created_at,
            "card": version.card,
        }


def or_null(digit):
    return None if digit == Digit.NOT_A_DIGIT else digit
