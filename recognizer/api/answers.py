"""What programs are answered: docs/api.md describes each field."""

from typing import Any, NamedTuple, Self
from uuid import UUID

from django.urls import reverse
from django.utils.functional import cached_property
from rest_framework import serializers
from rest_framework.request import Request

from recognizer.drawings.tile_images import tile_url_or_none
from recognizer.formatting import answer_in_words, value_in_words
from recognizer.models import (
    Digit,
    Drawing,
    ModelVersion,
    Prediction,
    Reason,
    Shown,
    class_of,
)

CLOSE = 0.25  # of the answer's probability: a second guess of less is not worth a word
ANY = UUID(int=0)
ROUTES = ("api:prediction-detail", "drawing")  # reversed once for all rows of a list


class Addresses(NamedTuple):
    """Where an answer is, and the page to show to others; `{}` stands for the id."""

    url: str
    page: str

    @classmethod
    def of(cls, request: Request) -> Self:
        """As whoever asks knows the site."""
        site = request.build_absolute_uri("/").removesuffix("/")
        routes = (reverse(name, args=[ANY]) for name in ROUTES)
        return cls(*(site + route.replace(str(ANY), "{}") for route in routes))


class AnswerSerializer(serializers.BaseSerializer):
    """What a version answers to a picture, whether that is kept or not."""

    has_tile = True

    def to_representation(self, prediction: Prediction) -> dict[str, Any]:
        probabilities = prediction.shifted_probabilities()
        second = None  # of a number: these are of the drawing as a single digit
        if not prediction.number:
            second = second_guess(prediction.digit, probabilities)
        answer = {
            "digit": digit_or_null(prediction.digit),
            "number": number_or_null(prediction.answer_value),
            "word": answer_in_words(prediction),
            "several_digits": prediction.several_digits,
            "other_signs": prediction.other_signs,
            "confidence": round(prediction.answer_confidence, 6),
            "second": second,
            "parts": prediction.parts or [],
            "probabilities": [round(share, 6) for share in probabilities],
            "version": prediction.version.name,
        }
        if self.has_tile:
            answer["tile"] = tile_url_or_none(prediction)
        return answer


class PredictionSerializer(AnswerSerializer):
    """A kept answer, with its addresses and what its visitor said of it."""

    def to_representation(self, prediction: Prediction) -> dict[str, Any]:
        drawing = prediction.drawing
        claim = drawing.claim_value
        return {
            "id": str(drawing.pk),
            **super().to_representation(prediction),
            "claim": None if claim is None else value_and_word(claim),
            "url": self.addresses.url.format(drawing.pk),
            "page": self.addresses.page.format(drawing.pk),
            "created_at": prediction.created_at,
        }

    @cached_property
    def addresses(self) -> Addresses:
        return Addresses.of(self.context["request"])


class ListedSerializer(PredictionSerializer):
    """A kept answer in a list: to make its tile, its picture would be read again."""

    has_tile = False


class ClaimSerializer(serializers.BaseSerializer):
    """What the visitor says that a drawing is."""

    def to_representation(self, drawing: Drawing) -> dict[str, Any]:
        assert drawing.claim_value is not None
        return {"id": str(drawing.pk), **value_and_word(drawing.claim_value)}


class LabelSerializer(serializers.BaseSerializer):
    """A drawing's label, and why it waits for review even so."""

    def to_representation(self, drawing: Drawing) -> dict[str, Any]:
        reason = drawing.waits_for
        assert drawing.label_value is not None
        return {
            "id": str(drawing.pk),
            **value_and_word(drawing.label_value),
            "waits_for": None if reason is None else Reason(reason).label,
        }


class VersionSerializer(serializers.BaseSerializer):
    """A version and its card; `answers` is true of the one that answers."""

    def to_representation(self, version: ModelVersion) -> dict[str, Any]:
        return {
            "name": version.name,
            "network": version.network,
            "answers": version.pk == self.context["answering"],
            "parent": version.parent and version.parent.name,
            "sha256": version.sha256,
            "created_at": version.created_at,
            "card": version.card,
        }


def value_and_word(value: Shown) -> dict[str, Any]:
    return {
        "digit": digit_or_null(class_of(value)),
        "number": number_or_null(value),
        "word": value_in_words(value),
    }


def number_or_null(value: Shown) -> str | None:
    """A digit is a number, too: "7"; null for what is neither."""
    return None if value == Digit.NOT_A_DIGIT else str(value)


def digit_or_null(digit: int | None) -> int | None:
    """'Not a digit' is 10 in the database and null in the API."""
    return None if digit == Digit.NOT_A_DIGIT else digit


def second_guess(digit: int, probabilities: list[float]) -> dict[str, Any] | None:
    """The likeliest class beside the answer; None where the answer is far ahead."""
    others = (i for i in range(len(probabilities)) if i != digit)
    second = max(others, key=probabilities.__getitem__)
    confidence = probabilities[second]
    if confidence < CLOSE * probabilities[digit]:
        return None
    return {
        "digit": digit_or_null(second),
        "word": value_in_words(second),
        "confidence": round(confidence, 6),
    }
