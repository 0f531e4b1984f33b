"""A finished fine-tune as plain values and two files, before a version keeps it.

Where the database cannot keep it, it goes into a file of its own: nothing is trained in
vain.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from ml.inference.version_files import LITERT_FILE, WEIGHTS_FILE
from ml.metrics.gate import Verdict
from ml.replacement import replaced_file
from ml.training.finetune import Weights
from recognizer.finetuning.candidate import Candidate
from recognizer.finetuning.options import FineTuneOptions
from recognizer.finetuning.selection import NO_FIT, Selection
from recognizer.finetuning.training_data import (
    CannotTrain,
    TrainingData,
)

if TYPE_CHECKING:
    import keras

LIBRARIES = ("tensorflow", "keras", "numpy", "ai-edge-litert", "opencv-python-headless")
FACTS_FILE = "result.json"


@dataclass(frozen=True)
class Result:
    """All that a version keeps of a fine-tune, but its name."""

    facts: dict[str, Any]  # of the card
    parent_sha256: str
    verdict: Verdict
    training: dict[str, Any]  # columns of Training
    litert: bytes
    weights: bytes  # Keras's file

    def save(self) -> Path:
        """Write it to a file in STATE_DIR, or for temporary files; returns where."""
        name = f"finetune-{self.facts['sha256'][:8]}.zip"
        try:
            return _write(settings.STATE_DIR / name, self.as_zip())
        except OSError:  # it belongs to somebody else
            return _write(Path(tempfile.gettempdir(), name), self.as_zip())

    def as_zip(self) -> bytes:
        """What load_result() reads."""
        values = asdict(self)
        files = {LITERT_FILE: values.pop("litert"), WEIGHTS_FILE: values.pop("weights")}
        files[FACTS_FILE] = json.dumps(values).encode()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return buffer.getvalue()


def _write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    with replaced_file(path) as part:
        part.write_bytes(data)
    return path


def load_result(path: Path) -> Result:
    """What Result.save() or as_zip() wrote. Raises CannotTrain, FileNotFoundError."""
    try:
        with zipfile.ZipFile(path) as archive:
            values = json.loads(archive.read(FACTS_FILE))
            values["verdict"] = Verdict(**values["verdict"])
            litert, weights = archive.read(LITERT_FILE), archive.read(WEIGHTS_FILE)
            return Result(**values, litert=litert, weights=weights)
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise CannotTrain(f"{path} is no result of a fine-tune: {error}.") from error


def result_of(
    candidate: Candidate,
    data: TrainingData,
    model: keras.Model,
    options: FineTuneOptions,
    report: str,
) -> Result:
    """Asks no database."""
    return Result(
        facts=_facts(candidate, data, options),
        parent_sha256=data.parent.sha256,
        verdict=candidate.verdict,
        training={
            "drawings": [str(row.pk) for row in data.selection.train],
            "held_out": _judging(data),
            "left_out": {
                reason: [str(pk) for pk in ids]
                for reason, ids in data.selection.left_out.items()
            },
            "sha256": data_hash(data.selection),
            "refusals": list(candidate.verdict.refusals),
            "curve": [asdict(step) for step in candidate.curve],
            "libraries": {name: installed(name) for name in LIBRARIES},
            "report": report,
        },
        litert=candidate.litert,
        weights=weights_file(model, candidate.weights),
    )


def _judging(data: TrainingData) -> list[str]:
    """Ids of the drawings whose tiles judge, then of those that do only as a whole."""
    whole = [number.drawing.pk for number in data.numbers]
    ids = [row.pk for row in data.selection.held_out]
    return [str(pk) for pk in dict.fromkeys([*ids, *whole])]


def _facts(candidate: Candidate, data: TrainingData, options: FineTuneOptions) -> dict:
    asked = json.loads(json.dumps(asdict(options), default=str))  # times and paths, too
    rows = data.selection.train
    return {
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
            "numbers": sum(bool(row.number) for row in rows),
            "parts_of_numbers": sum(len(row.parts) for row in rows),
            "held_out_numbers": len(data.numbers),
            "numbers_without_parts": len(data.selection.left_out.get(NO_FIT, ())),
        },
    }


def weights_file(model: keras.Model, weights: Weights) -> bytes:
    """Keras's .weights.h5 of these weights."""
    model.set_weights(weights)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / WEIGHTS_FILE
        model.save_weights(path)
        return path.read_bytes()


def data_hash(selection: Selection) -> str:
    """sha256 of the drawings and labels that trained, in their order."""
    lines = (f"{row.pk} {row.label_value}\n" for row in selection.train)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
