"""What the product does. Each takes plain values and returns a row."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from ml.image import read_ink
from ml.metadata import strip_metadata
from recognizer import predictor
from recognizer.models import (
    Drawing,
    LabelChange,
    ModelVersion,
    Prediction,
    Promotion,
)


def recognise(picture: bytes, *, owner: str = "") -> Prediction:
    """Recognise a drawing; keep the drawing and the answer, or neither.

    Raises BadImage, TooLarge, Blank (ml.image) and NoVersion (predictor).
    """
    ink = read_ink(
        picture,
        max_bytes=settings.MAX_PICTURE_BYTES,
        max_side=settings.MAX_PICTURE_SIDE,
    )
    serving = predictor.serving()
    tile = serving.classifier.prepare(ink)
    answer = serving.classifier.answer(tile)
    picture = strip_metadata(picture)
    with transaction.atomic():
        drawing = Drawing.objects.create(picture=picture, owner=owner)
        prediction = Prediction.objects.create(
            drawing=drawing,
            version=serving.version,
            digit=answer.digit,
            confidence=answer.confidence,
            probabilities=answer.probabilities,
        )
    prediction.tile = tile  # made already; spares the answer from making it again
    return prediction


def claim(drawing: Drawing, digit: int) -> Drawing:
    """Keep what the visitor says the drawing is (0 to 10)."""
    drawing.claim = digit
    drawing.save(update_fields=["claim"])
    return drawing


@transaction.atomic
def label(drawing: Drawing, digit: int | None, *, by: User) -> Drawing:
    """Set or clear (None) what staff confirm that a drawing is, and keep who did."""
    drawing = Drawing.objects.select_for_update().defer("picture").get(pk=drawing.pk)
    if drawing.label != digit:
        LabelChange.objects.create(
            drawing=drawing, from_label=drawing.label, to_label=digit, by=by
        )
        drawing.label = digit
        drawing.save(update_fields=["label"])
    return drawing


def promote(version: ModelVersion, *, why: str, by: User | None = None) -> Promotion:
    """Let a version answer, from every process's next request on.

    Raises BadVersion (ml.classifier) if its file cannot be loaded.
    """
    predictor.load(version)
    return Promotion.objects.create(version=version, why=why, by=by)
