"""Tiles that no training sees, and what the version that answers reads in them."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from django.conf import settings

from ml.data.mnist import Digits
from ml.data.replay import HOLDOUT, load_tiles
from ml.inference.classifier import Classifier
from recognizer.drawings.tile_images import tile_url
from recognizer.models import Digit

# Rows of holdout.npz: one of each class, and such as `base` mistook when it shipped.
TYPICAL = range(20, 3300, 300)
HARD = (222, 541, 675, 1360, 1655, 1812, 2417, 2964, 3089, 3226, 3255)


@dataclass(frozen=True)
class Example:
    """A tile, the class that it shows, and the class that a version reads."""

    tile: str  # address of an <img>
    drawn: int
    read: int

    @property
    def drawn_word(self) -> str:
        return str(Digit(self.drawn).label)

    @property
    def read_word(self) -> str:
        return str(Digit(self.read).label)


def answer_examples(classifier: Classifier) -> list[Example]:
    """What a version reads in typical and in hard tiles; a millisecond each."""
    tiles = _load_examples()
    return [
        Example(tile_url(tile), int(drawn), _read(classifier, tile))
        for tile, drawn in zip(tiles.x / np.float32(255), tiles.y, strict=True)
    ]


def _read(classifier: Classifier, tile: np.ndarray) -> int:
    return classifier.answer(classifier.prepare(tile)).digit


@cache
def _load_examples() -> Digits:
    return load_tiles(settings.WEIGHTS_DIR / HOLDOUT).take(np.array([*TYPICAL, *HARD]))
