"""How often answers are right that say how sure they are."""

from datetime import date

import numpy as np
import pytest

from ml.metrics.calibration import calibration_error
from recognizer.models import Drawing
from recognizer.statistics.calibration import calibration
from recognizer.statistics.scope import Proportion, Scope
from recognizer.versions.predictor import predictor

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WEEK = Scope(date(2026, 3, 2), date(2026, 3, 8))  # Monday to Sunday


class ScriptedClassifier:
    """A classifier that gives the probabilities that a test has set."""

    def __init__(self, real):
        self.network, self.prepare, self.decide = (
            real.network,
            real.prepare,
            real.decide,
        )
        self.probabilities = real.probabilities  # of the parts of what is no digit

    def answer(self, tile):
        return self.decide(np.array(self.next))


@pytest.fixture
def answer_next(db):
    """answer_next(two or three shares of classes 7, 1 and 10): the next answer."""
    serving = predictor.serving()
    fake = ScriptedClassifier(serving.classifier)
    predictor.adopt(serving.version, fake)

    def answer_next(*shares):
        fake.next = [0.0] * 11
        for digit, share in zip((7, 1, 10), shares, strict=False):
            fake.next[digit] = share
        return fake.next

    return answer_next


def test_calibration_is_that_of_the_answers(draw, answer_next):
    cases = [
        ((0.96, 0.04), 7),
        ((0.92, 0.08), 1),
        ((0.65, 0.35), 7),
        ((0.25, 0.3, 0.45), 10),
        ((0.45, 0.43, 0.12), 1),
        ((1.0, 0.0), 7),
    ]
    asked = []
    for shares, label in cases:
        asked.append(answer_next(*shares))
        draw(label, audited=True)
    draw(1)  # not audited
    assert Drawing.objects.with_answer().filter(digit=10).count() == 1
    measured = calibration(WEEK)
    labels = np.array([label for _, label in cases])
    assert measured.error == pytest.approx(
        calibration_error(np.array(asked), labels, 10)
    )
    shares = [(bin_.low, bin_.accuracy) for bin_ in measured.bins]
    assert shares == [
        (0.4, Proportion(1, 2)),
        (0.6, Proportion(1, 1)),
        (0.9, Proportion(2, 3)),
    ]
    assert measured.bins[2].confidence == pytest.approx((0.96 + 0.92 + 1) / 3)
