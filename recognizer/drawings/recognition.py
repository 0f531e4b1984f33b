"""A picture to its answer and two rows. Each service takes plain values."""

from django.conf import settings
from django.db import transaction

from ml.preprocessing.ink import read_ink
from ml.preprocessing.metadata import strip_metadata
from recognizer.drawings.fingerprints import picture_hash, tile_hash
from recognizer.labelling.labels import lock_drawing
from recognizer.labelling.triage import before_a_label, is_audited, triage
from recognizer.models import Drawing, Prediction, Source
from recognizer.versions.predictor import predictor


def recognise(
    picture: bytes,
    *,
    owner: str = "",
    source: Source = Source.API,
    strokes: list | None = None,
) -> Prediction:
    """Recognise a drawing; keep the drawing and the answer, or neither.

    Raises BadImage, TooLarge, Blank (ml.preprocessing.ink) and NoVersion (predictor).
    """
    drawing = Drawing(owner=owner, source=source, strokes=strokes, audited=is_audited())
    prediction = answer(drawing, picture)
    with transaction.atomic():
        drawing.save(force_insert=True)
        prediction.save(force_insert=True)
    return prediction


def answer(drawing: Drawing, picture: bytes) -> Prediction:
    """Fill in a new drawing of that picture, and return its answer; keep neither yet.

    Raises as recognise().
    """
    ink = read_ink(
        picture,
        max_bytes=settings.MAX_PICTURE_BYTES,
        max_side=settings.MAX_PICTURE_SIDE,
    )
    serving = predictor.serving()
    tile = serving.classifier.prepare(ink)
    given = serving.classifier.answer(tile)
    drawing.picture = strip_metadata(picture)
    drawing.picture_hash = picture_hash(drawing.picture)
    drawing.tile_hash = tile_hash(ink)
    drawing.waits_for, drawing.rank = before_a_label(drawing, [given])
    prediction = Prediction(
        drawing=drawing,
        version=serving.version,
        digit=given.digit,
        confidence=given.confidence,
        probabilities=given.probabilities,
        given=True,
    )
    prediction.tile = tile  # made already; spares the answer from making it again
    return prediction


@transaction.atomic
def keep_imported(predictions: list[Prediction]) -> None:
    """Keep drawings and answers of answer() together, or none of them.

    They are not audited: accuracy in the wild is of what visitors drew here.
    """
    for prediction in predictions:
        prediction.drawing.source = Source.IMPORT
    Drawing.objects.bulk_create(prediction.drawing for prediction in predictions)
    Prediction.objects.bulk_create(predictions)


@transaction.atomic
def keep_claim(drawing: Drawing, digit: int) -> Drawing:
    """Keep what the visitor says the drawing is (0 to 10)."""
    drawing = lock_drawing(drawing)
    drawing.claim = digit
    if drawing.label is None:
        triage(drawing)
    drawing.save(update_fields=["claim", "waits_for", "rank"])
    return drawing
