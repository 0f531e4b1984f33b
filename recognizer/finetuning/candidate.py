"""A fine-tune: new weights, averaged with the old, exported, judged; not kept yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.conf import settings

from ml.data.mnist import Digits, load_mnist
from ml.data.replay import HOLDOUT, REPLAY
from ml.inference.classifier import Classifier, softmax
from ml.metrics.gate import Answers, Duel, Limits, Verdict, judge
from ml.training.finetune import Step, average, fine_tune, logits
from recognizer.finetuning.gathering import CannotTrain, Data, Order, shipped_tiles
from recognizer.models import ModelVersion
from recognizer.versions.classifiers import classifier_options, load_classifier

HELD_OUT, FIXED, MNIST = "held-out drawings", "fixed hold-out", "MNIST's test digits"
Log = Callable[[str], None]


@dataclass(frozen=True)
class Candidate:
    """New weights, judged, not kept yet."""

    weights: list[np.ndarray]
    share: float  # of the new weights
    litert: bytes
    verdict: Verdict
    duels: Sequence[Duel]
    curve: list[Step]


def train(
    data: Data, model, order: Order, *, log: Log, see: Callable[[Step], None]
) -> Candidate:
    """Fine-tune the parent's `model`, average, export and judge. Raises CannotTrain."""
    from ml.publishing.litert import export

    replay, fixed = shipped_tiles(REPLAY), {FIXED: shipped_tiles(HOLDOUT)}
    if order.mnist:
        fixed[MNIST] = load_mnist(order.mnist).test
    curve: list[Step] = []

    def watch(step: Step) -> None:
        curve.append(step)
        see(step)

    new = fine_tune(
        model, data.train, replay, order.recipe, held_out=data.held_out, see=watch
    )
    if not all(np.isfinite(weights).all() for weights in new):
        raise CannotTrain("The weights grew without end: lower --learning-rate.")
    old = model.get_weights()
    sets = {HELD_OUT: data.held_out, **fixed}
    before = {name: _answers(model, data.parent, tiles) for name, tiles in sets.items()}
    for share in order.recipe.shares:
        mixed = average(old, new, share)
        model.set_weights(mixed)
        after = {n: _answers(model, data.parent, tiles) for n, tiles in sets.items()}
        verdict = _judge(sets, before, after)
        log(f"{share:.0%} of the new weights: {verdict}")
        if verdict.allowed:
            break
    litert, _ = export("base", model, _parity_tiles(fixed[FIXED]))
    classifier = Classifier(litert, **classifier_options(data.parent))
    after = {n: _asked(classifier, tiles) for n, tiles in sets.items()}
    parent = load_classifier(data.parent)
    before = {n: _asked(parent, tiles) for n, tiles in sets.items()}
    duels = _duels(sets, before, after)
    verdict = judge(duels[0], duels[1:], _limits())
    return Candidate(mixed, share, litert, verdict, duels, curve)


def _judge(sets: dict[str, Digits], before: dict, after: dict) -> Verdict:
    first, *others = _duels(sets, before, after)
    return judge(first, others, _limits())


def _duels(sets: dict[str, Digits], before: dict, after: dict) -> list[Duel]:
    return [Duel(n, tiles.y, before[n], after[n]) for n, tiles in sets.items()]


def _limits() -> Limits:
    return Limits(settings.GATE_ACCURACY_LOSS, settings.GATE_RECALL_LOSS)


def _answers(model, parent: ModelVersion, tiles: Digits) -> Answers:
    found = softmax(logits(model, tiles.x), parent.temperature)
    return Answers(found, parent.threshold)


def _asked(classifier: Classifier, tiles: Digits) -> Answers:
    found = classifier.probabilities(tiles.x.astype(np.float32) / 255)
    return Answers(found, classifier.threshold)


def _parity_tiles(tiles: Digits) -> np.ndarray:
    rows = np.linspace(0, len(tiles.y) - 1, 1_000).astype(int)
    return tiles.x[rows].astype(np.float32) / 255
