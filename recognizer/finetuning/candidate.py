"""The parent's Keras model -> a candidate: fine-tuned, averaged, exported, judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings

from ml.data.mnist import Digits, load_mnist
from ml.data.replay import HOLDOUT, REPLAY
from ml.inference.classifier import Classifier, logits_to_probabilities
from ml.metrics.gate import Answers, Duel, Limits, NumbersDuel, Verdict, judge
from ml.preprocessing.tile import from_bytes
from ml.training.batches import Log
from ml.training.finetune import Step, Weights, average, fine_tune
from ml.training.outputs import outputs
from recognizer.finetuning.held_out_numbers import read_numbers
from recognizer.finetuning.labelled_drawing import tiles_of
from recognizer.finetuning.options import FineTuneOptions
from recognizer.finetuning.screening import mostly_unconfirmed
from recognizer.finetuning.training_data import (
    CannotTrain,
    TrainingData,
    shipped_tiles,
)
from recognizer.models import ModelVersion, Shown
from recognizer.versions.classifiers import classifier_options, load_classifier
from recognizer.versions.scores import FIXED, HELD_OUT, HELD_OUT_NUMBERS, MNIST

if TYPE_CHECKING:
    import keras

HoldOuts = dict[str, Digits]  # tiles to judge by; HELD_OUT comes first
AnswersByName = dict[str, Answers]  # of one version to each of the hold-outs


@dataclass(frozen=True)
class Candidate:
    """New weights, judged, not kept yet."""

    weights: Weights
    share: float  # of the new weights
    litert: bytes
    verdict: Verdict
    duels: Sequence[Duel]
    curve: list[Step] = field(default_factory=list)
    numbers: NumbersDuel | None = None  # of held-out numbers, where there are some


def train_candidate(
    data: TrainingData,
    model: keras.Model,
    options: FineTuneOptions,
    *,
    log: Log,
    on_step: Callable[[Step], None],
) -> Candidate:
    """Fine-tune the parent's `model`, average, export and judge. Raises CannotTrain.

    The model has the candidate's weights afterwards.
    """
    replay, hold_outs = shipped_tiles(REPLAY), _hold_outs(data, options)
    curve: list[Step] = []

    def record(step: Step) -> None:
        curve.append(step)
        on_step(step)

    recipe, held_out = options.recipe, data.held_out
    new = fine_tune(
        model,
        data.train,
        replay,
        recipe,
        corrected=np.array(
            [tile.is_correction for tile in tiles_of(data.selection.train)]
        ),
        held_out=held_out,
        on_step=record,
    )
    if not all(np.isfinite(weights).all() for weights in new):
        raise CannotTrain("The weights grew without end: lower --learning-rate.")
    candidate = average_and_judge(model, new, recipe.shares, data, hold_outs, log)
    refusals = (*candidate.verdict.refusals, *mostly_unconfirmed(data.selection))
    verdict = replace(candidate.verdict, refusals=refusals)
    return replace(candidate, verdict=verdict, curve=curve)


def _hold_outs(data: TrainingData, options: FineTuneOptions) -> HoldOuts:
    hold_outs = {HELD_OUT: data.held_out, FIXED: shipped_tiles(HOLDOUT)}
    if options.mnist:
        hold_outs[MNIST] = load_mnist(options.mnist).test
    return hold_outs


def average_and_judge(
    model: keras.Model,
    new: Weights,
    shares: Sequence[float],
    data: TrainingData,
    hold_outs: HoldOuts,
    log: Log,
) -> Candidate:
    """Average the model's weights, the old ones, with the new ones, export and judge.

    Of the `shares` of the new weights the first that the gate allows, else the last.
    Keras's answers say which are worth an export. What was exported may answer a few
    tiles otherwise, and is what will be promoted: it is judged, too, and reads whole
    numbers.
    """
    old, parent = model.get_weights(), data.parent
    in_keras = _keras_answers(model, parent, hold_outs)
    as_parent = load_classifier(parent)
    before = _litert_answers(as_parent, hold_outs)
    numbers_before = read_numbers(data.numbers, as_parent)
    for share in shares:
        weights = average(old, new, share)
        model.set_weights(weights)
        after = _keras_answers(model, parent, hold_outs)
        verdict = _verdict(_duels(data, hold_outs, in_keras, after))
        log(f"{share:.0%} of the new weights: {verdict}")
        if not verdict.allowed and share != shares[-1]:
            continue
        litert = _export(model, parent, hold_outs[FIXED])
        exported = Classifier(litert, **classifier_options(parent))
        duels = _duels(data, hold_outs, before, _litert_answers(exported, hold_outs))
        numbers = _numbers_duel(data, numbers_before, exported)
        as_exported = _verdict(duels, numbers)
        if as_exported.allowed:
            break
        if verdict.allowed:
            log(f"As exported: {as_exported}")
    return Candidate(weights, share, litert, as_exported, duels, numbers=numbers)


def _export(model: keras.Model, parent: ModelVersion, tiles: Digits) -> bytes:
    """The LiteRT file of the model, which answers a thousand `tiles` as it does."""
    from ml.publishing.litert import export

    litert, _ = export(parent.network, model, _parity_tiles(tiles))
    return litert


def _verdict(duels: Sequence[Duel], numbers: NumbersDuel | None = None) -> Verdict:
    limits = Limits(
        settings.GATE_PROBABILITY,
        settings.GATE_ACCURACY_LOSS,
        settings.GATE_RECALL_LOSS,
    )
    held_out, *fixed = duels
    return judge(held_out, fixed, limits, numbers)


def _duels(
    data: TrainingData, hold_outs: HoldOuts, before: AnswersByName, after: AnswersByName
) -> list[Duel]:
    rows = data.selection.held_out
    blind = {HELD_OUT: np.array([row.blind for row in rows for _ in row.tiles], bool)}
    return [
        Duel(name, tiles.y, before[name], after[name], blind.get(name))
        for name, tiles in hold_outs.items()
    ]


def _numbers_duel(
    data: TrainingData, before: Sequence[Shown], candidate: Classifier
) -> NumbersDuel | None:
    """Of the held-out numbers, whole; None where there are none."""
    if not data.numbers:
        return None
    labels = [number.drawing.label_value for number in data.numbers]
    after = read_numbers(data.numbers, candidate)
    return NumbersDuel(HELD_OUT_NUMBERS, labels, before, after)


def _keras_answers(
    model: keras.Model, parent: ModelVersion, hold_outs: HoldOuts
) -> AnswersByName:
    """The model's answers, with the parent's temperature and threshold."""
    facts = parent.temperature, parent.threshold
    return {
        name: Answers(logits_to_probabilities(outputs(model, tiles.x), *facts))
        for name, tiles in hold_outs.items()
    }


def _litert_answers(classifier: Classifier, hold_outs: HoldOuts) -> AnswersByName:
    return {
        name: Answers(classifier.probabilities(from_bytes(tiles.x)))
        for name, tiles in hold_outs.items()
    }


def _parity_tiles(tiles: Digits) -> np.ndarray:
    """A thousand tiles, evenly spread: float32 (1000, 28, 28)."""
    rows = np.linspace(0, len(tiles.y) - 1, 1_000).astype(int)
    return from_bytes(tiles.x[rows])
