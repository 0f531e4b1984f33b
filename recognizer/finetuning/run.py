"""A fine-tune's steps in their order, which the command and the job both take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ml.training.finetune import Step
from recognizer.finetuning.candidate import train_candidate
from recognizer.finetuning.options import FineTuneOptions
from recognizer.finetuning.parent_model import load_parent_model
from recognizer.finetuning.preview import Preview
from recognizer.finetuning.report import write_report
from recognizer.finetuning.result import Result, result_of
from recognizer.finetuning.training_data import (
    CannotTrain,
    TrainingData,
    check_enough,
    gather,
)
from recognizer.labelling.second_opinions import ask_for_second_opinions
from recognizer.versions.promotion import answering_version

if TYPE_CHECKING:
    import keras


def preview(options: FineTuneOptions) -> Preview:
    """A dry run: what there is to train on. Raises CannotTrain where nothing can."""
    data, _ = _gather(options)
    return _preview_of(data, options)


def train(
    options: FineTuneOptions,
    *,
    tell: Callable[[Preview], None],
    log: Callable[[str], None],
    on_step: Callable[[Step], None],
) -> Result:
    """Train and judge a candidate; ask for second opinions before.

    `tell`, `log` and `on_step` take what is known by then, and may raise to stop the
    run: nothing of it is kept yet. Raises CannotTrain.
    """
    data, model = _gather(options)
    known = _preview_of(data, options)
    tell(known)
    ask_for_second_opinions(known.far)
    check_enough(data.selection, options.min_labels)
    candidate = train_candidate(data, model, options, log=log, on_step=on_step)
    report = write_report(candidate, data)
    return result_of(candidate, data, model, options, report)


def _gather(options: FineTuneOptions) -> tuple[TrainingData, keras.Model]:
    parent = answering_version()
    if not parent:
        raise CannotTrain("No version answers; run manage.py migrate.")
    model = load_parent_model(parent)
    return gather(options, parent, model), model


def _preview_of(data: TrainingData, options: FineTuneOptions) -> Preview:
    return Preview(data.parent.name, data.selection, options.min_labels)
