"""A trained model -> a version's folder: weights, LiteRT file and card, all measured.

The figures are those of the exported file with its own temperature and threshold: what
will answer is what is measured.
"""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ml.inference.classifier import Classifier, decide_all
from ml.inference.networks import NOT_A_DIGIT
from ml.inference.version_files import CARD_FILE, LITERT_FILE, WEIGHTS_FILE
from ml.metrics.calibration import calibrate, calibration_error
from ml.publishing.card import write_card
from ml.publishing.litert import PARITY_TILES, export, plain_copy
from ml.replacement import replaced_folder
from ml.training.architectures import multiply_adds
from ml.training.batches import Batch, Log, Source
from ml.training.recipes import Recipe

if TYPE_CHECKING:
    import keras


def publish(
    name: str,
    model: keras.Model,
    source: Source,
    recipe: Recipe,
    seconds: float,
    epochs: int,
    out: Path,
    log: Log = print,
) -> dict:
    """Export, measure and write the version; return its scores.

    `seconds` and `epochs` are what the training took. The folder appears whole or not
    at all. Raises ml.publishing.litert.Disparity.
    """
    model = plain_copy(name, model)
    litert, difference = export(name, model, parity_tiles(source.validation[0]))
    classifier = calibrated(litert, name, source)
    scores = {
        **measure(classifier, source),
        "parity": float(f"{difference:.1e}"),
        **_sizes(model, litert),
        "training_seconds": round(seconds),
        "epochs": epochs,
    }
    facts = _facts(classifier, litert, recipe, source.counts, scores)
    with replaced_folder(out) as folder:
        model.save_weights(folder / WEIGHTS_FILE)
        (folder / LITERT_FILE).write_bytes(litert)
        (folder / CARD_FILE).write_text(write_card(facts))
    for score, value in scores.items():
        log(f"{score.replace('_', ' '):22} {value}")
    log(f"Written to {out}.")
    return scores


def calibrated(litert: bytes, name: str, source: Source) -> Classifier:
    """The file with temperature and threshold chosen on drawings held out."""
    x, y = source.people or source.validation
    logits = Classifier(litert, network=name).logits(x)
    temperature, threshold = calibrate(logits, y)
    return Classifier(
        litert, network=name, temperature=temperature, threshold=threshold
    )


def measure(classifier: Classifier, source: Source) -> dict[str, float]:
    """Accuracies and shares, 0..1. An answer 'not a digit' to a digit is wrong."""
    scores = {"validation": _accuracy(classifier, source.validation)}
    if source.hard:
        x, y = source.hard
        digits = y != NOT_A_DIGIT
        scores["drawn_validation"] = _accuracy(classifier, (x[digits], y[digits]))
        scores["drawn_non_digits_refused"] = _accuracy(
            classifier, (x[~digits], y[~digits])
        )
    if source.people:
        x, y = source.people
        digits = y != NOT_A_DIGIT
        probabilities, labels = classifier.probabilities(x[digits]), y[digits]
        refused = probabilities.argmax(1) == NOT_A_DIGIT
        scores["plain_validation"] = _accuracy(classifier, (x[digits], labels))
        scores["digits_refused"] = round(float(refused.mean()), 4)
        scores["non_digits_refused"] = _accuracy(classifier, (x[~digits], y[~digits]))
        error = calibration_error(probabilities, labels)
        scores["calibration_error"] = round(error, 4)
    if source.test:
        x, y = source.test
        scores["mnist_test"] = _accuracy(classifier, source.test)
        likeliest = classifier.probabilities(x)[:, :NOT_A_DIGIT].argmax(1)
        scores["mnist_test_ten_digits"] = round(float((likeliest == y).mean()), 4)
    return scores


def parity_tiles(tiles: np.ndarray) -> np.ndarray:
    """At least a thousand tiles to compare on: a small set is repeated with noise."""
    rng = np.random.default_rng(0)
    while len(tiles) < PARITY_TILES:
        noise = rng.normal(0, 0.1, tiles.shape).astype(np.float32)
        tiles = np.concatenate([tiles, (tiles + noise).clip(0, 1)])
    return tiles[:PARITY_TILES]


def _sizes(model: keras.Model, litert: bytes) -> dict[str, int]:
    return {
        "parameters": model.count_params(),
        "multiply_adds": multiply_adds(model),
        "bytes": len(litert),
    }


def _facts(
    classifier: Classifier,
    litert: bytes,
    recipe: Recipe,
    counts: dict[str, int],
    scores: dict,
) -> dict:
    """What the card keeps under `digitsite`."""
    return {
        "network": classifier.network.name,
        "temperature": round(classifier.temperature, 4),
        "threshold": round(classifier.threshold, 6),
        "sha256": hashlib.sha256(litert).hexdigest(),
        "seed": recipe.seed,
        "recipe": dataclasses.asdict(recipe),
        "counts": counts,
        "scores": scores,
    }


def _accuracy(classifier: Classifier, batch: Batch) -> float:
    x, y = batch
    digits = decide_all(classifier.probabilities(x))
    return round(float((digits == y).mean()), 4)
