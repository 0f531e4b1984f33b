"""A version's answers to kept pictures, the same as serving would give."""

from __future__ import annotations

from collections.abc import Hashable

from ml.inference.classifier import Classifier
from ml.numbers.drawing_answer import DrawingAnswer, answer_drawing
from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.ink import place_kept_ink


class BatchReader:
    """A version that answers for pictures which were accepted once."""

    def __init__(self, litert: bytes, **facts):
        """Takes what a Classifier takes; raises BadVersion."""
        self.classifier = Classifier(litert, **facts)

    def __call__(
        self, pictures: dict[Hashable, bytes]
    ) -> dict[Hashable, DrawingAnswer | None]:
        """The answers by the pictures' keys: a job for ml.inference.workers."""
        return {key: self.answer(picture) for key, picture in pictures.items()}

    def answer(self, picture: bytes) -> DrawingAnswer | None:
        """None where the picture cannot be read, or has no ink."""
        try:
            placed = place_kept_ink(picture)
        except (BadImage, Blank):
            return None
        return answer_drawing(placed, self.classifier)
