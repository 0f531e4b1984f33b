"""The digits of a labelled number, found in its ink: their boxes and their pictures."""

from __future__ import annotations

import base64
import io
import logging

import numpy as np
from PIL import Image

from ml.inference.classifier import BadVersion, Classifier
from ml.numbers.drawing_answer import box_on_picture
from ml.numbers.reading import fit_number
from ml.preprocessing.ink import PlacedInk
from recognizer.models import ModelVersion
from recognizer.versions.classifiers import load_classifier

log = logging.getLogger(__name__)

MARGIN = 8  # pixels of paper around a part's ink


def load_witness(name: str) -> Classifier | None:
    """The version of an export's plan, which finds digits; None: there is none."""
    version = ModelVersion.objects.filter(name=name).first()
    try:
        return load_classifier(version) if version else None
    except BadVersion as error:
        log.warning("No digits of numbers are exported: %s", error)
        return None


def find_parts(
    placed: PlacedInk, number: str, witness: Classifier, *, with_ink: bool
) -> list[dict]:
    """Each `digit` of a number with its `box` in the picture.

    The box is [left, top, width, height] in the picture's pixels. `with_ink` adds the
    digit's `ink`, a PNG in base64, dark on white. Empty where the ink does not fall
    into the number's digits.
    """
    found = []
    parts = fit_number(placed.ink, number, witness) or ()
    for digit, part in zip(number, parts, strict=False):  # as many, or none at all
        facts = {"digit": int(digit), "box": box_on_picture(part, placed)}
        if with_ink:
            facts["ink"] = base64.b64encode(_png(part.ink)).decode()
        found.append(facts)
    return found


def _png(ink: np.ndarray) -> bytes:
    """The ink, float32 (height, width) in 0..1, as a grey picture with a margin."""
    paper = 255 - np.rint(np.pad(ink, MARGIN) * 255)
    file = io.BytesIO()
    Image.fromarray(paper.astype(np.uint8)).save(file, "PNG")
    return file.getvalue()
