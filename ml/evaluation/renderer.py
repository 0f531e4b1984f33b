"""The folder that holds the drawings and draws them: its sets and conditions.

The project ships none. Such a folder holds `render.py`, which is run, and files
`data/<split>/<set>.npz`, which only `render.py` reads. It offers

    load_set(name, split)           -> samples: dicts with `label` and `writer`, and
                                       with `group` where it is neither a digit nor a
                                       number ("42"); one name is one person in all sets
    render(sample, condition, seed) -> the PNG that a browser's canvas would send
    CONDITIONS                      -> a dict by name: pens, colours, places, ...
    DEFAULT_CONDITIONS              -> some of these names (optional)

Besides these conditions there are `ml.evaluation.photographs`, which code composes of
a sample's `strokes`: float arrays (n, 2) of x, y, y down, whatever their unit. Besides
the sets there are `made`, which code draws, and those of `ml.data.composed`.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from ml.data.composed import sets as composed
from ml.evaluation.made import MADE
from ml.evaluation.photographs.kinds import KINDS

PHOTOGRAPHS = "photographs"  # stands for all kinds of them
DRAWN_BY_CODE = (MADE, *composed.SETS)  # sets that no folder holds


class BadDrawings(ValueError):
    """The folder, a set or a condition is not there; the message says what is."""


def load_renderer(folder: Path) -> ModuleType:
    """The folder's render.py, run. Raises BadDrawings."""
    path = folder / "render.py"
    if not path.is_file():
        raise BadDrawings(f"No render.py in {folder}.")
    spec: Any = importlib.util.spec_from_file_location("measuring_render", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    missing = [
        name
        for name in ("load_set", "render", "CONDITIONS")
        if not hasattr(module, name)
    ]
    if missing:
        raise BadDrawings(f"{path} does not offer {missing[0]}.")
    return module


def choose_sets(folder: Path, split: str, names: str) -> list[str]:
    """The sets that `names` stands for: "all", or names with commas.

    Raises BadDrawings.
    """
    return _choose("set", names, {"all": [*find_sets(folder, split), *DRAWN_BY_CODE]})


def find_sets(folder: Path, split: str) -> list[str]:
    """The sets that the folder holds, by name. Raises BadDrawings where it has none."""
    sets = [path.stem for path in sorted((folder / "data" / split).glob("*.npz"))]
    if not sets:
        raise BadDrawings(f"No sets in {folder / 'data' / split}.")
    return sets


def choose_conditions(renderer: ModuleType, names: str) -> list[str]:
    """The conditions that `names` stands for, or names with commas.

    "all" and "default" are the renderer's, "photographs" the kinds that code composes.

    Raises BadDrawings.
    """
    conditions = list(renderer.CONDITIONS)
    default = list(getattr(renderer, "DEFAULT_CONDITIONS", conditions))
    if names == PHOTOGRAPHS:
        return list(KINDS)
    known = {"all": conditions, "default": default}
    return _choose("condition", names, known, also=KINDS)


def _choose(
    what: str, names: str, shorthands: dict[str, list[str]], also: Iterable[str] = ()
) -> list[str]:
    """The names that a shorthand or a list with commas stands for.

    What is in `also` may be named, but no shorthand has it.
    """
    if names in shorthands:
        return shorthands[names]
    chosen = list(dict.fromkeys(names.split(",")))
    for name in chosen:
        if name not in shorthands["all"] and name not in also:
            known = ", ".join(shorthands["all"])
            raise BadDrawings(f"No {what} {name!r}; there are {known}.")
    return chosen
