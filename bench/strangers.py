"""People whom no version has trained on: half of what each has drawn is seen."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

import numpy as np

from ml.evaluation.drawings import Drawing, load_drawings
from ml.evaluation.renderer import load_renderer
from ml.preprocessing.ink import read_ink
from ml.preprocessing.tile import to_tile

LOOK_ALIKES = "lookalike"  # O, l, S: nobody can tell them from digits
CONDITION = "plain"
MOST = 100  # drawings of a person, or one who drew 300 would decide for all
OTHERS = 600  # drawings of other people that are read before and after


@dataclass(frozen=True)
class Strangers:
    """Drawings that the site sees and labels, and tiles that nobody sees."""

    seen: list[tuple[str, bytes, int]]  # who drew it, the PNG, what it is: 0..10
    unseen: tuple[np.ndarray, np.ndarray]  # float tiles (n, 28, 28), labels (n,)
    others: tuple[np.ndarray, np.ndarray]  # the same of people who are not seen at all


class People:
    """Everybody's drawings of some sets, by writer."""

    def __init__(self, folder: Path, sets: Sequence[str]):
        self._renderer = load_renderer(folder)
        self._drawings: dict[str, list[Drawing]] = defaultdict(list)
        self._writers: dict[str, list[str]] = defaultdict(list)  # of each set
        for drawing in load_drawings(self._renderer, sets, "dev", limit=0, seed=0):
            if drawing.group != LOOK_ALIKES:
                writer = drawing.sample["writer"]
                self._drawings[writer].append(drawing)
                if writer not in self._writers[drawing.set]:
                    self._writers[drawing.set].append(writer)

    def choose(self, number: int, seed: int) -> Strangers:
        """So many writers, as many of each set, or all of a set that has fewer."""
        rng = np.random.default_rng(seed)
        in_turn = zip_longest(
            *(rng.permutation(names).tolist() for names in self._writers.values())
        )
        order = [name for name in dict.fromkeys(chain.from_iterable(in_turn)) if name]
        seen, unseen = [], []
        for writer in order[:number]:
            drawings = self._drawings[writer]
            chosen = [drawings[i] for i in rng.permutation(len(drawings))[:MOST]]
            half = (len(chosen) + 1) // 2
            seen += [(writer, self._png(d), d.digit) for d in chosen[:half]]
            unseen += chosen[half:]
        rest = [*chain.from_iterable(self._drawings[name] for name in order[number:])]
        others = [rest[i] for i in rng.permutation(len(rest))[:OTHERS]]
        return Strangers(seen, self._tiles(unseen), self._tiles(others))

    def _tiles(self, drawings: Sequence[Drawing]) -> tuple[np.ndarray, np.ndarray]:
        tiles = [to_tile(read_ink(self._png(drawing))) for drawing in drawings]
        return np.stack(tiles), np.array([drawing.digit for drawing in drawings])

    def _png(self, drawing: Drawing) -> bytes:
        return self._renderer.render(drawing.sample, CONDITION, 0)
