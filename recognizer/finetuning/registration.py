"""A finished fine-tune -> a version, with its files, its card and what made it."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import asdict
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import transaction

from ml.inference.version_files import WEIGHTS_FILE
from ml.training.finetune import Weights
from recognizer.deletion.forgetting import without_deleted
from recognizer.finetuning.candidate import Candidate
from recognizer.finetuning.card import write_card
from recognizer.finetuning.selection import Selection
from recognizer.finetuning.training_data import FineTuneOptions, TrainingData
from recognizer.models import ModelFiles, ModelVersion, Training

if TYPE_CHECKING:
    import keras

LIBRARIES = ("tensorflow", "keras", "numpy", "ai-edge-litert", "opencv-python-headless")
COLUMNS = ("name", "network", "sha256", "temperature", "threshold", "seed", "recipe")


class NothingNew(Exception):
    """The run made a file that is kept already; the message says which."""


@transaction.atomic
def register_candidate(
    candidate: Candidate,
    data: TrainingData,
    model: keras.Model,
    options: FineTuneOptions,
    report: str,
    by: User | None,
) -> ModelVersion:
    """Keep the candidate as a version, allowed or refused, and what made it.

    Raises NothingNew where the same drawings, recipe and seed were trained on before.
    """
    verdict, facts = candidate.verdict, _facts(candidate, data, options)
    if same := ModelVersion.objects.filter(sha256=facts["sha256"]).first():
        raise NothingNew(
            f"The same drawings, recipe and seed gave {same} again: promote that, "
            "label more drawings, or choose another --seed."
        )
    version = ModelVersion.objects.create(
        scores=verdict.figures,
        card=write_card(facts, verdict),
        parent=data.parent,
        **{name: facts[name] for name in COLUMNS},
    )
    weights = weights_file(model, candidate.weights)
    ModelFiles.objects.create(version=version, litert=candidate.litert, weights=weights)
    _save_training(version, candidate, data, report, by)
    return version


def _save_training(
    version: ModelVersion,
    candidate: Candidate,
    data: TrainingData,
    report: str,
    by: User | None,
) -> None:
    Training.objects.create(
        version=version,
        drawings=[str(row.pk) for row in data.selection.train],
        held_out=[str(row.pk) for row in data.selection.held_out],
        left_out={
            reason: [str(pk) for pk in ids]
            for reason, ids in data.selection.left_out.items()
        },
        sha256=data_hash(data.selection),
        refusals=list(candidate.verdict.refusals),
        curve=[asdict(step) for step in candidate.curve],
        libraries={name: installed(name) for name in LIBRARIES},
        report=without_deleted(report),
        by=by,
    )


def _facts(candidate: Candidate, data: TrainingData, options: FineTuneOptions) -> dict:
    asked = json.loads(json.dumps(asdict(options), default=str))  # times and paths, too
    rows = data.selection.train
    return {
        "name": next_name(),
        "parent": data.parent.name,
        "network": data.parent.network,
        "sha256": hashlib.sha256(candidate.litert).hexdigest(),
        "temperature": data.parent.temperature,
        "threshold": data.parent.threshold,
        "seed": options.recipe.seed,
        "recipe": {**asked.pop("recipe"), **asked, "share": candidate.share},
        "counts": {
            "train": len(rows),
            "corrections": sum(row.is_correction for row in rows),
            "held_out": len(data.selection.held_out),
        },
    }


def weights_file(model: keras.Model, weights: Weights) -> bytes:
    """Keras's .weights.h5 of these weights."""
    model.set_weights(weights)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / WEIGHTS_FILE
        model.save_weights(path)
        return path.read_bytes()


def next_name() -> str:
    """v0001, v0002, ...: shipped versions have names of their own."""
    versions = ModelVersion.objects.filter(name__regex=r"^v\d+$")
    numbers = [int(name[1:]) for name in versions.values_list("name", flat=True)]
    return f"v{max(numbers, default=0) + 1:04}"


def data_hash(selection: Selection) -> str:
    """sha256 of the drawings and labels that trained, in their order."""
    lines = (f"{row.pk} {row.label}\n" for row in selection.train)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
