"""A fine-tuned version as it is kept, without the minutes that training takes."""

from pathlib import Path

import numpy as np

from ml.metrics.gate import Answers, Duel, judge
from ml.training.finetune import Step
from recognizer.finetuning import run
from recognizer.finetuning.candidate import Candidate
from recognizer.finetuning.options import FineTuneOptions
from recognizer.finetuning.registration import register
from recognizer.finetuning.report import write_report
from recognizer.finetuning.result import result_of
from recognizer.finetuning.selection import select
from recognizer.finetuning.training_data import read_drawings
from recognizer.versions.promotion import answering_version
from recognizer.versions.scores import HELD_OUT


class Model:
    """Stands in for Keras's, of which result_of() asks for a file."""

    def set_weights(self, _weights):
        pass

    def save_weights(self, path):
        Path(path).write_bytes(b"weights")


CURVE = (Step(0, None, 0.5), Step(1, 0.5, 0.5))


def train(number, *, parent=None, curve=CURVE, meanwhile=lambda: None):
    """Keep a version of all labelled drawings that reads every held-out one anew.

    `number` tells it from others; `meanwhile` is called when the report is written.
    """
    parent = parent or answering_version()
    data = read_drawings(select(holdout=0.5), parent)
    made = candidate(data, b"file %d" % number, curve=curve)
    report = write_report(made, data)
    meanwhile()
    result = result_of(made, data, Model(), FineTuneOptions(), report)
    return register(result, by=None)


def train_at_once(monkeypatch, *, better=True, meanwhile=lambda: None):
    """Let a fine-tune do all but the two steps that ask Keras.

    `better`: whether the gate will allow the version; `meanwhile` is called in place
    of the training.
    """

    def train(data, _model, _options, *, log, on_step):
        litert = bytes(data.parent.files.litert) + b"more"
        meanwhile()
        return candidate(data, litert, better=better)

    monkeypatch.setattr(run, "load_parent_model", lambda _version: Model())
    monkeypatch.setattr(run, "train_candidate", train)


def candidate(data, litert, *, better=True, curve=CURVE):
    """Of that file; it reads every held-out drawing anew, or none as before."""
    labels = data.held_out.y
    wrong, right = (Answers(np.eye(11)[y]) for y in ((labels + 1) % 10, labels))
    duel = Duel(HELD_OUT, labels, wrong, right if better else wrong)
    return Candidate([], 1.0, litert, judge(duel, []), [duel], curve)
