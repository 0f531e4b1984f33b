"""A training run's state on disk, so that it can be interrupted and taken up again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ml.replacement import replaced_file

if TYPE_CHECKING:
    import keras


class OtherRun(ValueError):
    """The state on disk belongs to a run with another recipe."""


class Checkpoint:
    """One file, replaced as a whole: a model's numbers and its run's progress as JSON.

    Everything that a step depends on is kept: weights, batch statistics, dropout's
    seeds, the optimiser. The batches depend on the step's number alone.
    """

    def __init__(self, folder: Path, recipe: dict):
        self.folder, self.recipe = folder, recipe
        self.file = folder / "state.npz"

    def save(self, model: keras.Model, progress: dict) -> None:
        """Keep the state; `progress` (plain values) comes back from `restore`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / ".gitignore").write_text("*\n")
        arrays = {f"v{i}": v.numpy() for i, v in enumerate(_variables(model))}
        text = json.dumps({"recipe": self.recipe, "facts": progress})
        with replaced_file(self.file) as part, part.open("wb") as file:
            np.savez(file, text=np.array(text), **arrays)

    def restore(self, model: keras.Model) -> dict | None:
        """Put the state back into a freshly compiled model; return the progress.

        None where no state is kept. Raises OtherRun when another recipe left it.
        """
        if not self.file.exists():
            return None
        with np.load(self.file) as state:
            text = json.loads(str(state["text"]))
            if text["recipe"] != self.recipe:
                raise OtherRun(
                    f"{self.folder} holds an unfinished run with another recipe; "
                    "finish it with its own options or start over with --fresh."
                )
            for i, variable in enumerate(_variables(model)):
                variable.assign(state[f"v{i}"])
        return text["facts"]

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _variables(model: keras.Model) -> list:
    """Weights and seeds layer by layer, then the optimiser's."""
    layers = [v for layer in model.layers for v in layer.variables]
    return layers + model.optimizer.variables
