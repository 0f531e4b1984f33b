"""What today's version reads in a drawing that another version answered."""

from ml.preprocessing.errors import BadImage, Blank
from recognizer.models import Prediction
from recognizer.versions.predictor import NoVersion, predictor


def answer_of_today(given: Prediction) -> Prediction | None:
    """The answer of the version that answers now, not kept.

    None where that is the version which answered, or nothing can be read. Raises
    MemoryTaken.
    """
    try:
        serving = predictor.serving()
        if serving.version == given.version:
            return None
        tile = serving.classifier.prepare(given.drawing.ink())
    except (NoVersion, BadImage, Blank):
        return None
    answer = serving.classifier.answer(tile)
    return Prediction(
        drawing=given.drawing,
        version=serving.version,
        digit=answer.digit,
        confidence=answer.confidence,
        probabilities=answer.probabilities,
    )
