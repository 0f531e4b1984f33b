"""Fixtures that tests of several rooms share."""

import numpy as np
import pytest

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from tests.support.drawings import hat


@pytest.fixture
def people(staff):
    """Twelve people who draw four hats each, labelled seven."""
    rng = np.random.default_rng(0)
    for number in range(12):
        for _ in range(4):
            answer = recognise(hat(rng), owner=f"person {number}")
            label_drawing(answer.drawing, 7, by=staff)
