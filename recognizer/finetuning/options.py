"""What can be asked of a fine-tune, and within which limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ml.training.finetune import FineTune

WITHIN: dict[str, tuple[float, float]] = {  # what the numbers may be
    "min_labels": (0, 1_000_000_000),
    "steps": (1, 100_000),
    "learning_rate": (1e-12, 1),
    "replay": (11, 1_000_000),  # a tile of each class
    "holdout": (0.01, 0.99),
    "numbers_share": (0, 1_000),
    "seed": (0, 2**31 - 1),  # what the database keeps
}
OF_THE_RECIPE = ("steps", "learning_rate", "replay", "seed")


@dataclass(frozen=True)
class FineTuneOptions:
    """What an operator asks for."""

    min_labels: int = 20
    holdout: float = 0.2  # share of owners, at least
    numbers_share: float = 1.0  # parts of numbers to a single digit, at most
    since: datetime | None = None
    mnist: Path | None = None  # an .npz: all of its test digits join the gate
    trust_reviewers: bool = False  # no limit on one reviewer's share
    trust_far: bool = False  # no second opinion on drawings unlike others
    recipe: FineTune = field(default_factory=FineTune)


def options_from(values: dict[str, Any]) -> FineTuneOptions:
    """The options of which `values` has each by its name; it may have others, too."""
    recipe = replace(FineTune(), **{name: values[name] for name in OF_THE_RECIPE})
    names = [field.name for field in fields(FineTuneOptions) if field.name in values]
    return FineTuneOptions(recipe=recipe, **{name: values[name] for name in names})


def faults(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each option that is an impossible number, and what is possible."""
    for name, (low, high) in WITHIN.items():
        if not low <= values[name] <= high:
            yield name, f"from {low:,} to {high:,} is possible."
