"""What is kept: drawings, predictions, labels, versions, promotions.

A prediction, a claim and a label are three facts and never overwrite each other.
"""

from recognizer.models.drawings import (
    Digit,
    Drawing,
    DrawingQuerySet,
    Prediction,
    Reason,
    Source,
)
from recognizer.models.labels import LabelChange, Where
from recognizer.models.versions import ModelFiles, ModelVersion, Promotion, Training

__all__ = [
    "Digit",
    "Drawing",
    "DrawingQuerySet",
    "LabelChange",
    "ModelFiles",
    "ModelVersion",
    "Prediction",
    "Promotion",
    "Reason",
    "Source",
    "Training",
    "Where",
]
