"""Which average of old and new weights becomes the candidate."""

import numpy as np
import pytest

from ml.inference.version_files import LITERT_FILE
from ml.metrics.gate import Verdict
from recognizer.finetuning import candidate
from recognizer.finetuning.candidate import average_and_judge
from recognizer.finetuning.selection import Selection
from recognizer.finetuning.training_data import TrainingData
from recognizer.versions.scores import FIXED, HELD_OUT
from tests.support import mnist

OLD, NEW = [np.zeros(2)], [np.ones(2)]
YES = Verdict((), {HELD_OUT: {"fixed": 9, "broken": 0}})
NO = Verdict(("It forgot the sevens.",))


class Model:
    """Keras's, as far as averaging goes."""

    def __init__(self, weights):
        self.weights = weights

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        self.weights = weights


@pytest.fixture
def averaged(base, settings, monkeypatch):
    """Call this with the gate's verdicts: on Keras's answers, then on the file's."""
    litert = (settings.WEIGHTS_DIR / "base" / LITERT_FILE).read_bytes()
    tiles = mnist.digits()
    data = TrainingData(base, Selection([], []), tiles, tiles)
    monkeypatch.setattr(candidate, "_export", lambda *_: litert)
    monkeypatch.setattr(candidate, "_keras_answers", candidate_answers)

    def average(*verdicts):
        given, model, log = iter(verdicts), Model(OLD), []
        monkeypatch.setattr(candidate, "_verdict", lambda *_: next(given))
        hold_outs, shares = {HELD_OUT: tiles, FIXED: tiles}, (1, 0.85, 0.7, 0.5)
        made = average_and_judge(model, NEW, shares, data, hold_outs, log.append)
        assert made.weights is model.weights
        assert np.array_equal(made.weights, [np.full(2, made.share)])
        return made, log

    return average


def candidate_answers(_model, parent, hold_outs):
    return candidate._litert_answers(candidate.load_classifier(parent), hold_outs)


def test_the_first_average_that_the_gate_allows_is_taken(averaged):
    made, log = averaged(NO, YES, YES)
    assert (made.share, made.verdict) == (0.85, YES)
    assert log[0] == "100% of the new weights: It forgot the sevens."


def test_what_the_gate_refuses_as_exported_is_averaged_further(averaged):
    made, log = averaged(YES, NO, NO, YES, YES)
    assert (made.share, made.verdict) == (0.7, YES)
    assert log[1] == "As exported: It forgot the sevens."
    assert len(log) == 4


def test_where_it_allows_none_the_last_is_exported_and_refused(averaged):
    made, _ = averaged(NO, NO, NO, NO, NO)
    assert (made.share, made.verdict) == (0.5, NO)
