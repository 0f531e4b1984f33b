"""What today's version reads in a drawing that another version answered."""

from ml.numbers.drawing_answer import answer_drawing
from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.ink import place_kept_ink
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
        placed = place_kept_ink(bytes(given.drawing.picture))
    except (NoVersion, BadImage, Blank):
        return None
    answer = answer_drawing(placed, serving.classifier)
    return Prediction(drawing=given.drawing, version=serving.version, **vars(answer))
