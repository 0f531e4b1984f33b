"""Labelled drawings -> tiles; a finished fine-tune -> a version with its training."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version as installed
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from ml.data.mnist import Digits, load_mnist
from ml.data.replay import HOLDOUT, REPLAY, load_tiles
from ml.inference.classifier import Classifier, softmax
from ml.metrics.gate import Answers, Duel, Limits, Verdict, judge
from ml.training.finetune import FineTune, Step, average, fine_tune, logits
from ml.training.tensorflow import load_tensorflow
from recognizer.deletion.forgetting import without_deleted
from recognizer.finetuning import screening
from recognizer.finetuning.card import write_card
from recognizer.finetuning.selection import (
    TRAINED_BEFORE,
    UNREADABLE,
    Selection,
    read_tiles,
    select,
    trained_before,
)
from recognizer.models import ModelFiles, ModelVersion, Training
from recognizer.versions import predictor
from recognizer.versions.answer_diff import trained_on

HELD_OUT, FIXED, MNIST = "held-out drawings", "fixed hold-out", "MNIST's test digits"
LIBRARIES = ("tensorflow", "keras", "numpy", "ai-edge-litert", "opencv-python-headless")
Log = Callable[[str], None]


class CannotTrain(Exception):
    """There is not what a fine-tune needs; the message says what, with numbers."""


class NothingNew(Exception):
    """The run made a file that is kept already; the message says which."""


@dataclass(frozen=True)
class Order:
    """What an operator asks for."""

    min_labels: int = 20
    holdout: float = 0.2  # share of owners
    since: datetime | None = None
    mnist: Path | None = None  # an .npz: all of its test digits join the gate
    trust_reviewers: bool = False  # no fair share
    trust_far: bool = False  # drawings that no other of their label resembles, too
    recipe: FineTune = field(default_factory=FineTune)


@dataclass(frozen=True)
class Data:
    """Tiles on both sides, and which drawings they are of."""

    parent: ModelVersion
    selection: Selection
    train: Digits
    held_out: Digits


@dataclass(frozen=True)
class Candidate:
    """New weights, judged, not kept yet."""

    weights: list[np.ndarray]
    share: float  # of the new weights
    litert: bytes
    verdict: Verdict
    duels: Sequence[Duel]
    curve: list[Step]


def gather(order: Order, parent: ModelVersion, model) -> Data:
    """Choose and read the drawings. Raises CannotTrain."""
    if parent.network != "base":
        raise CannotTrain(
            f"{parent} is a {parent.network} network: only base can be fine-tuned."
        )
    chosen = select(holdout=order.holdout, since=order.since)
    again = trained_before(chosen.held_out, trained_on(parent))
    chosen.leave_out(again, TRAINED_BEFORE)
    if not order.trust_reviewers:
        share = settings.FINETUNE_REVIEWER_SHARE
        rows = screening.beyond_fair_share(chosen.train, share)
        chosen.leave_out(rows, screening.ONE_REVIEWER)
    train, chosen.train, broken = read_tiles(chosen.train)
    held, chosen.held_out, broken_too = read_tiles(chosen.held_out)
    for row in broken + broken_too:
        chosen.left_out[UNREADABLE].append(row.pk)
    if not order.trust_far:
        train, held = _without_far(chosen, train, held, model)
    _enough(chosen, order)
    return Data(parent, chosen, train, held)


def train(
    data: Data, model, order: Order, *, log: Log, see: Callable[[Step], None]
) -> Candidate:
    """Fine-tune the parent's `model`, average, export and judge. Raises CannotTrain."""
    from ml.publishing.litert import export

    replay, fixed = _shipped(REPLAY), {FIXED: _shipped(HOLDOUT)}
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
    classifier = _classifier(litert, data.parent)
    after = {n: _asked(classifier, tiles) for n, tiles in sets.items()}
    parent = predictor.load(data.parent)
    before = {n: _asked(parent, tiles) for n, tiles in sets.items()}
    duels = _duels(sets, before, after)
    verdict = judge(duels[0], duels[1:], _limits())
    return Candidate(mixed, share, litert, verdict, duels, curve)


@transaction.atomic
def keep(
    candidate: Candidate, data: Data, model, order: Order, report: str, by: User | None
) -> ModelVersion:
    """Keep the candidate as a version, allowed or refused, and what made it.

    Raises NothingNew where the same drawings, recipe and seed were trained on before.
    """
    verdict, facts = candidate.verdict, _facts(candidate, data, order)
    if same := ModelVersion.objects.filter(sha256=facts["sha256"]).first():
        raise NothingNew(
            f"The same drawings, recipe and seed gave {same} again: promote that, "
            "label more drawings, or choose another --seed."
        )
    version = ModelVersion.objects.create(
        scores=verdict.figures,
        card=write_card(facts, verdict),
        parent=data.parent,
        **{name: facts[name] for name in KEPT},
    )
    weights = weights_file(model, candidate.weights)
    ModelFiles.objects.create(version=version, litert=candidate.litert, weights=weights)
    Training.objects.create(
        version=version,
        drawings=[str(row.pk) for row in data.selection.train],
        held_out=[str(row.pk) for row in data.selection.held_out],
        left_out={
            why: [str(pk) for pk in ids] for why, ids in data.selection.left_out.items()
        },
        sha256=data_hash(data.selection),
        refusals=list(verdict.refusals),
        curve=[asdict(step) for step in candidate.curve],
        libraries={name: installed(name) for name in LIBRARIES},
        report=without_deleted(report),
        by=by,
    )
    return version


KEPT = ("name", "network", "sha256", "temperature", "threshold", "seed", "recipe")


def _facts(candidate: Candidate, data: Data, order: Order) -> dict:
    asked = json.loads(json.dumps(asdict(order), default=str))  # times and paths, too
    rows = data.selection.train
    return {
        "name": next_name(),
        "parent": data.parent.name,
        "network": data.parent.network,
        "sha256": hashlib.sha256(candidate.litert).hexdigest(),
        "temperature": data.parent.temperature,
        "threshold": data.parent.threshold,
        "seed": order.recipe.seed,
        "recipe": {**asked.pop("recipe"), **asked, "share": candidate.share},
        "counts": {
            "train": len(rows),
            "corrections": sum(row.is_correction for row in rows),
            "held_out": len(data.selection.held_out),
        },
    }


def parent_model(version: ModelVersion):
    """The Keras model of a version, from the weights that the database keeps.

    Raises CannotTrain.
    """
    if not find_spec("tensorflow"):
        raise CannotTrain("TensorFlow is missing: pip install -r requirements.txt")
    load_tensorflow()
    from ml.publishing.litert import load_weights

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.weights.h5"
        try:
            path.write_bytes(bytes(version.files.weights))
            return load_weights(version.network, path)
        except (ModelFiles.DoesNotExist, OSError, ValueError) as error:
            raise CannotTrain(
                f"The Keras weights of {version} are damaged or not there, so nothing "
                f"can be trained from it: {error}"
            ) from error


def weights_file(model, weights: list[np.ndarray]) -> bytes:
    """Keras's .weights.h5 of these weights."""
    model.set_weights(weights)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.weights.h5"
        model.save_weights(path)
        return path.read_bytes()


def next_name() -> str:
    """v0001, v0002, ...: shipped versions have names of their own."""
    names = ModelVersion.objects.filter(name__regex=r"^v\d+$")
    taken = [int(name[1:]) for name in names.values_list("name", flat=True)]
    return f"v{max(taken, default=0) + 1:04}"


def data_hash(selection: Selection) -> str:
    """sha256 of the drawings and labels that trained, in their order."""
    lines = (f"{row.pk} {row.label}\n" for row in selection.train)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _without_far(chosen: Selection, train: Digits, held: Digits, model):
    """Leave out, on both sides, what no other drawing of its label resembles."""
    rows, known = chosen.train + chosen.held_out, _shipped(REPLAY)
    if not rows:
        return train, held
    tiles = Digits(*map(np.concatenate, zip(train, held, strict=True)))
    found, certain = (screening.features_of(model, one) for one in (tiles, known))
    near = ~screening.far(found, tiles.y, certain, known.y)
    chosen.leave_out([rows[i] for i in np.flatnonzero(~near)], screening.FAR)
    n = len(train.y)
    return train.take(near[:n]), held.take(near[n:])


def _enough(chosen: Selection, order: Order) -> None:
    train, held = len(chosen.train), len(chosen.held_out)
    if train + held < order.min_labels:
        raise CannotTrain(
            f"{train + held} labelled drawings can be used; --min-labels asks for "
            f"{order.min_labels}."
        )
    if not train or not held:
        side = "to train on" if not train else "to judge by"
        raise CannotTrain(
            f"{train} drawings to train on, {held} held out: none {side}. One person's "
            "drawings are all on one side, so label drawings of more people."
        )


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


def _classifier(litert: bytes, parent: ModelVersion) -> Classifier:
    return Classifier(
        litert,
        network=parent.network,
        temperature=parent.temperature,
        threshold=parent.threshold,
    )


def _shipped(name: str) -> Digits:
    return load_tiles(settings.WEIGHTS_DIR / name)


def _parity_tiles(tiles: Digits) -> np.ndarray:
    rows = np.linspace(0, len(tiles.y) - 1, 1_000).astype(int)
    return tiles.x[rows].astype(np.float32) / 255
