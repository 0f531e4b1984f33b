"""One recipe, several seeds: the best on validation ships, its card tells of all."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

from ml.inference.classifier import BadVersion
from ml.inference.version_files import CARD_FILE, read_version
from ml.publishing.card import write_card
from ml.replacement import replaced_folder
from ml.training.recipes import Recipe

# The first of these scores that a network has decides; a reported one never does.
# Every seed's threshold refuses the same share of the plain drawings.
CHOSEN_BY = ("plain_validation", "drawn_validation", "validation")


def is_finished(folder: Path, recipe: Recipe) -> bool:
    """Whether the folder holds a version that this very recipe, with its seed, made."""
    try:
        return read_version(folder).facts["recipe"] == dataclasses.asdict(recipe)
    except (BadVersion, OSError):
        return False


def ship_best(folders: list[Path], out: Path) -> Path:
    """Copy the version that is best on validation to `out`; return its folder.

    Its card gets every seed's scores, by seed.
    """
    facts = {folder: read_version(folder).facts for folder in folders}
    by_seed = {each["seed"]: each["scores"] for each in facts.values()}
    score = next(name for name in CHOSEN_BY if name in facts[folders[0]]["scores"])
    best = max(folders, key=lambda folder: facts[folder]["scores"][score])
    with replaced_folder(out) as part:
        shutil.copytree(best, part, dirs_exist_ok=True)
        card = write_card(facts[best] | {"seeds": by_seed})
        (part / CARD_FILE).write_text(card)
    return best
