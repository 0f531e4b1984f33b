"""A training run's state on disk, so that it can be interrupted and taken up again."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import keras


class OtherRun(ValueError):
    """The state on disk belongs to a run with another recipe."""


class Checkpoint:
    """One file, replaced as a whole: numbers of the model and a few facts as JSON.

    Everything that a step depends on is kept: weights, batch statistics, dropout's
    seeds, the optimiser. The batches depend on the step's number alone.
    """

    def __init__(self, folder: Path, recipe: dict):
        self.folder, self.recipe = folder, recipe
        self.file = folder / "state.npz"

    def save(self, model: keras.Model, facts: dict) -> None:
        """Keep the state; `facts` (JSON) come back from `restore`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / ".gitignore").write_text("*\n")
        arrays = {f"v{i}": v.numpy() for i, v in enumerate(_variables(model))}
        text = json.dumps({"recipe": self.recipe, "facts": facts})
        beside = self.folder / "state.part.npz"
        np.savez(beside, text=np.array(text), **arrays)
        os.replace(beside, self.file)

    def restore(self, model: keras.Model) -> dict | None:
        """Put the state back into a freshly built, compiled model; None without one.

        Raises OtherRun when the state was left by another recipe.
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
    """Weights and seeds layer by layer, then the optimiser's (built if need be)."""
    model.optimizer.build(model.trainable_variables)
    layers = [v for layer in model.layers for v in layer.variables]
    return layers + model.optimizer.variables
