"""A picture -> its ink, its tile, its answer, and two rows that keep them."""

from dataclasses import dataclass

import numpy as np
from django.conf import settings
from django.db import IntegrityError, transaction

from digitsite.counters import count_prediction
from ml.inference.classifier import Answer, Classifier
from ml.numbers.drawing_answer import answer_with_number
from ml.preprocessing.ink import PlacedInk, place_ink
from ml.preprocessing.picture import Picture, check_picture
from ml.preprocessing.tile import to_bytes
from recognizer.drawings.fingerprints import hash_of_tile, picture_hash, tile_hash
from recognizer.drawings.insertion import insert
from recognizer.drawings.repeats import find_given
from recognizer.drawings.strokes import Strokes
from recognizer.formatting import answer_name
from recognizer.labelling.labels import lock_drawing
from recognizer.labelling.triage import is_audited, reason_and_rank, set_reason_and_rank
from recognizer.models import (
    Drawing,
    Prediction,
    Shown,
    Source,
    class_of,
    number_of,
)
from recognizer.versions.predictor import Serving, predictor


def recognise(
    picture: bytes,
    *,
    owner: str = "",
    source: Source = Source.API,
    strokes: Strokes | None = None,
) -> Prediction:
    """Recognise a drawing; keep the drawing and the answer, or neither.

    The same picture of the same owner is kept once: sent again, it gets the answer that
    it was given, marked as `is_repeat`. Raises TooLarge, BadImage, Blank, MemoryTaken
    (ml.preprocessing.errors) and NoVersion (recognizer.versions.predictor).
    """
    upload = check_upload(picture)
    prediction = recognise_unsaved(new_drawing(owner, source, strokes), upload)
    for _ in range(2):  # again where the kept one is deleted between both questions
        if insert(prediction):
            count(prediction, kept=True)
            return prediction
        if given := find_given(owner, upload.file):
            return given
    raise IntegrityError("The same picture is kept, and cannot be read.")


def answer_only(picture: bytes) -> Prediction:
    """Recognise a drawing, and keep nothing. Raises what recognise() does."""
    prediction = recognise_unsaved(Drawing(), check_upload(picture))
    count(prediction, kept=False)
    return prediction


def count(prediction: Prediction, *, kept: bool) -> None:
    """Count an answer for /metrics."""
    version, answer = prediction.version.name, answer_name(prediction.answer_value)
    count_prediction(version, answer, prediction.answer_confidence, kept=kept)


def new_drawing(owner: str, source: Source, strokes: Strokes | None = None) -> Drawing:
    """A drawing to keep, without its picture."""
    return Drawing(
        owner=owner,
        kept_once=bool(owner),
        source=source,
        strokes=strokes,
        audited=is_audited(),
    )


def check_upload(picture: bytes) -> Picture:
    """Check a picture by this site's limits. Raises TooLarge, BadImage, MemoryTaken."""
    return check_picture(
        picture,
        max_bytes=settings.MAX_PICTURE_BYTES,
        max_side=settings.MAX_PICTURE_SIDE,
    )


def recognise_unsaved(drawing: Drawing, picture: Picture) -> Prediction:
    """Fill in a new drawing of that picture, and return its answer; save neither.

    Raises BadImage, Blank, MemoryTaken and NoVersion.
    """
    serving = predictor.serving()
    reading = read(picture, serving.classifier)
    answer = serving.classifier.answer(reading.tile)
    return predict(drawing, reading, serving, answer)


@dataclass(frozen=True)
class Reading:
    """What is seen in a picture."""

    picture: Picture
    placed: PlacedInk
    tile: np.ndarray  # float32 (side, side), as the network sees it


def read(picture: Picture, classifier: Classifier) -> Reading:
    """Raises BadImage, Blank and MemoryTaken."""
    placed = place_ink(picture)
    return Reading(picture, placed, classifier.prepare(placed.ink))


def predict(
    drawing: Drawing, reading: Reading, serving: Serving, of_tile: Answer
) -> Prediction:
    """Fill in a new drawing, and return its answer; `of_tile` is that to its tile."""
    picture, classifier = reading.picture.file, serving.classifier
    drawing.picture = picture
    drawing.picture_hash = picture_hash(picture)
    if classifier.network.sees_mnist_tile:
        drawing.tile_hash = hash_of_tile(to_bytes(reading.tile))
    else:
        drawing.tile_hash = tile_hash(reading.placed.ink)
    answer = answer_with_number(reading.placed, of_tile, classifier)
    drawing.waits_for, drawing.rank = reason_and_rank(drawing, [answer])
    prediction = Prediction(
        drawing=drawing,
        version=serving.version,
        given=True,
        **vars(answer),
    )
    prediction.tile = reading.tile  # spares the response from making it again
    return prediction


@transaction.atomic
def save_imported(predictions: list[Prediction]) -> None:
    """Save drawings and answers of recognise_unsaved() together, or none of them.

    They are not audited: accuracy in the wild is of what visitors drew here.
    """
    for prediction in predictions:
        prediction.drawing.source = Source.IMPORT
    Drawing.objects.bulk_create(prediction.drawing for prediction in predictions)
    Prediction.objects.bulk_create(predictions)


@transaction.atomic
def keep_claim(drawing: Drawing, value: Shown | None) -> Drawing:
    """Keep what the visitor says the drawing is, or take it back (None).

    Raises Deleted (recognizer.labelling.labels) where it is gone.
    """
    drawing = lock_drawing(drawing.pk)
    drawing.claim, drawing.claim_number = class_of(value), number_of(value)
    if drawing.label is None:
        set_reason_and_rank(drawing)
    drawing.save(update_fields=["claim", "claim_number", "waits_for", "rank"])
    return drawing
