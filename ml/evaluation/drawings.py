"""The drawings that a version is measured on: other people's, in a folder of their own.

The project ships none. Such a folder holds `render.py`, which is run, and files
`data/<split>/<set>.npz`, which only `render.py` reads. It offers

    load_set(name, split)           -> samples: dicts with `label` and `writer`, and
                                       with `group` where it is not a digit
    render(sample, condition, seed) -> the PNG that a browser's canvas would send
    CONDITIONS                      -> a dict by name: pens, colours, places, ...
    DEFAULT_CONDITIONS              -> some of these names (optional)

A sample whose label has several digits is a number; `fit` says how much of the page it
may fill. One more set, `made`, is drawn by `ml.data.strokes`: as samples with
`strokes`, float arrays (n, 2) of x, y, y down, the longest side 1.
"""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from types import MappingProxyType, ModuleType

import numpy as np

from ml.data import strokes
from ml.data.unipen import held_out
from ml.inference.networks import NOT_A_DIGIT

MADE = "made"
MAKERS = {
    "dots": strokes.dots,
    "flat line": strokes.flat_line,
    "scribble": strokes.scribble,
    "shading": strokes.shading,
}
TAP = 0.01  # strokes smaller than this are one dot, not a tiny drawing
FIT = 0.85  # of the page, for a number


class BadDrawings(ValueError):
    """The folder, a set or a condition is not there; the message says what is."""


@dataclass(frozen=True)
class Drawing:
    """One drawing that is asked about, under every condition."""

    set: str
    group: str  # "digit", or what it is instead: "letter", "number", ...
    label: str  # what its writer says it is: "7", "A", "42"
    digit: int  # 0..9, or NOT_A_DIGIT
    sample: dict  # as render() takes it


def load_renderer(folder: Path) -> ModuleType:
    """The folder's render.py, run. Raises BadDrawings."""
    path = folder / "render.py"
    if not path.is_file():
        raise BadDrawings(f"No render.py in {folder}.")
    spec = importlib.util.spec_from_file_location("measuring_render", path)
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
    """The sets that `names` stands for: "all", or some with commas."""
    there = [path.stem for path in sorted((folder / "data" / split).glob("*.npz"))]
    if not there:
        raise BadDrawings(f"No sets in {folder / 'data' / split}.")
    return _choose(names, {"all": [*there, MADE]}, "set")


def choose_conditions(renderer: ModuleType, names: str) -> list[str]:
    """The conditions that `names` stands for: "all", "default", or some with commas."""
    there = list(renderer.CONDITIONS)
    default = list(getattr(renderer, "DEFAULT_CONDITIONS", there))
    return _choose(names, {"all": there, "default": default}, "condition")


def load_drawings(
    renderer: ModuleType,
    sets: Iterable[str],
    split: str,
    limit: int,
    seed: int,
    only: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[Drawing]:
    """At most `limit` drawings of each set (0: all), the same for the same seed.

    `only` names, by set, the writers to choose from, as held_out_writers() finds them.
    """
    drawings: list[Drawing] = []
    for name in sets:
        own = name == MADE
        samples = made(limit, seed) if own else renderer.load_set(name, split)
        if name in only:
            samples = [one for one in samples if one["writer"] in only[name]]
        drawings += pick([_drawing(name, one) for one in samples], limit, seed)
    return drawings


def held_out_writers(
    renderer: ModuleType, sets: Sequence[str], split: str, names: Iterable[str]
) -> dict[str, list[str]]:
    """Of each of the sets `names`, the writers whom ml.train keeps apart.

    Raises BadDrawings for a set that is not among `sets` or has no such writers.
    """
    found = {}
    for name in dict.fromkeys(names):
        if name not in sets:
            raise BadDrawings(f"{name!r} is held out but not among {', '.join(sets)}.")
        samples = [] if name == MADE else renderer.load_set(name, split)
        found[name] = sorted(held_out(one["writer"] for one in samples))
        if not found[name]:
            raise BadDrawings(f"Of {name} nobody is held out: it has too few writers.")
    return found


def made(count: int, seed: int) -> list[dict]:
    """Dots, lines, scribbles and shading as samples, `count` (0: 400) in all."""
    samples = []
    for i in range(count or 400):
        group = list(MAKERS)[i % len(MAKERS)]
        lines = MAKERS[group](np.random.default_rng([seed, i]))
        low = np.concatenate(lines).min(0)
        span = float(np.ptp(np.concatenate(lines), axis=0).max())
        lines = [(line - low) / span for line in lines] if span > TAP else [low[None]]
        facts = {"label": group, "group": group, "writer": "made", "id": i}
        samples.append({**facts, "set": MADE, "strokes": lines})
    return samples


def pick(drawings: Sequence[Drawing], limit: int, seed: int) -> list[Drawing]:
    """At most `limit` (0: all): digits or groups in turn, in each the writers."""
    rng = np.random.default_rng(seed)
    kinds: dict = defaultdict(lambda: defaultdict(list))
    for i in rng.permutation(len(drawings)):
        one = drawings[i]
        kinds[one.digit, one.group][one.sample["writer"]].append(one)
    queues = []
    for _, writers in sorted(kinds.items()):
        names = sorted(writers)
        order = rng.permutation(len(names))
        queues.append(_in_turn([writers[names[i]] for i in order]))
    return _in_turn(queues)[: limit or None]


def _drawing(name: str, sample: dict) -> Drawing:
    label, group = sample["label"], sample.get("group")
    if not group and label.isdigit() and len(label) == 1:
        return Drawing(name, "digit", label, int(label), sample)
    if not group and label.isdigit():
        group, sample = "number", {"fit": FIT, **sample}
    return Drawing(name, group or "other", label, NOT_A_DIGIT, sample)


def _in_turn(queues: list[list]) -> list:
    rows = zip_longest(*queues)
    return [one for one in chain.from_iterable(rows) if one is not None]


def _choose(names: str, short: dict[str, list[str]], what: str) -> list[str]:
    if names in short:
        return short[names]
    chosen = list(dict.fromkeys(names.split(",")))
    for name in chosen:
        if name not in short["all"]:
            raise BadDrawings(
                f"No {what} {name!r}; there are {', '.join(short['all'])}."
            )
    return chosen
