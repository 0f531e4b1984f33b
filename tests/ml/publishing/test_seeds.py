"""The best of several seeds ships, and its card tells of all."""

import dataclasses
import re
import shutil
from pathlib import Path

import pytest

from ml.inference.version_files import read_version
from ml.publishing.card import write_card
from ml.publishing.seeds import is_finished, ship_best
from ml.training.recipes import RECIPES

SHIPPED = Path(__file__).parents[3] / "weights" / "base"


@pytest.fixture
def two_seeds(tmp_path):
    """Finished versions of seeds 0 and 1; the second is better on validation."""
    folders = []
    for seed, validation, test in ((0, 0.98, 0.9960), (1, 0.99, 0.9950)):
        folder = tmp_path / f"base.seed{seed}"
        shutil.copytree(SHIPPED, folder)
        recipe = dataclasses.replace(RECIPES["deep"], seed=seed)
        facts = read_version(folder).facts
        facts["scores"] |= {"plain_validation": validation, "mnist_test": test}
        facts |= {"seed": seed, "recipe": dataclasses.asdict(recipe)}
        facts["counts"] = {"digits_of_mnist": 0, "pens": 0, "held_pens": 0}
        (folder / "README.md").write_text(write_card(facts))
        folders.append(folder)
    return folders


def test_the_best_on_validation_ships_whatever_the_test_set_says(two_seeds, tmp_path):
    assert ship_best(two_seeds, tmp_path / "base") == two_seeds[1]
    assert read_version(tmp_path / "base").facts["seed"] == 1


def test_its_card_gives_mean_and_spread_over_the_seeds(two_seeds, tmp_path):
    ship_best(two_seeds, tmp_path / "base")
    card = (tmp_path / "base" / "README.md").read_text()
    assert "over seeds 0, 1 |" in card
    assert re.search(r"\| +99\.50 % \| +99\.55 ± 0\.07 % \|", card)


def test_a_seed_is_finished_only_by_its_own_recipe(two_seeds, tmp_path):
    recipe = RECIPES["deep"]
    assert is_finished(two_seeds[0], dataclasses.replace(recipe, seed=0))
    assert not is_finished(two_seeds[0], dataclasses.replace(recipe, seed=1))
    assert not is_finished(two_seeds[0], dataclasses.replace(recipe, epochs=1))
    assert not is_finished(tmp_path / "none", recipe)
