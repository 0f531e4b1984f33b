"""Drawings with labels that a version doubts."""

import numpy as np

from recognizer.labelling.labels import label_drawing
from recognizer.models import Digit, Drawing, ModelVersion
from tests.support.drawings import SEVEN, png
from tests.support.versions import number_facts


def labelled(version, label, staff, number="", **shares):
    """A drawing of that label, and the version's answer: labelled(..., p7=0.9).

    number: what the version read, where that is a number.
    """
    probabilities = [0.0] * 11
    for name, share in shares.items():
        probabilities[int(name[1:])] = share
    digit = Digit.NOT_A_DIGIT if number else int(np.argmax(probabilities))
    drawing = Drawing.objects.create(picture=png(SEVEN))
    drawing.predictions.create(
        version=version,
        digit=digit,
        confidence=probabilities[digit],
        probabilities=probabilities,
        given=True,
        **number_facts(number),
    )
    label_drawing(drawing, label, by=staff)
    return drawing


def wrong_label(staff):
    """A drawing labelled 1 that the version `tried` takes for a seven, among others."""
    version = ModelVersion.objects.create(name="tried", network="base", sha256="0")
    for share in (0.9, 0.96, 0.94):
        labelled(version, 7, staff, p7=share)
        labelled(version, 1, staff, p1=share)
    labelled(version, 1, staff, p7=0.5, p1=0.4)  # unsure
    return labelled(version, 1, staff, p7=0.98, p1=0.02)
