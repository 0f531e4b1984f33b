"""What every fine-tune replays and is judged on: `python -m ml.data.replay --help`.

Two small files that ship, so that a fine-tune needs no network: replay.npz against
forgetting, and holdout.npz, which no training ever sees. Both hold tiles of MNIST
(training digits in one, test digits in the other) and of our own strokes, drawn with
seeds that training does not use; as many of each class.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.data.mnist import BadData, Digits, join, load_mnist
from ml.data.synthetic import draw_tiles
from ml.inference.networks import NOT_A_DIGIT
from ml.inference.version_files import WEIGHTS

REPLAY, HOLDOUT = "replay.npz", "holdout.npz"


@dataclass(frozen=True)
class TileCounts:
    """How many tiles of each class, and the seed that draws them."""

    mnist: int  # of each digit
    drawn: int  # of each digit; of 'not a digit' both together
    seed: int


TILE_COUNTS = {
    REPLAY: TileCounts(400, 100, seed=1_001),
    HOLDOUT: TileCounts(250, 50, seed=1_002),
}


def make(mnist: Digits, counts: TileCounts, apart_from: Digits | None = None) -> Digits:
    """Tiles uint8 (n, 28, 28) and labels (n,), class by class, each tile once.

    None of `apart_from` is among them: two dots may well be the same tile.
    """
    rng = np.random.default_rng(counts.seed)
    each = counts.mnist + counts.drawn
    drawn = draw_tiles(30 * counts.drawn, 2 * each, counts.seed)
    drawn = drawn.take(_distinct(drawn, apart_from))
    of_mnist = [_choose(mnist.y == digit, counts.mnist, rng) for digit in range(10)]
    of_drawn = [_choose(drawn.y == digit, counts.drawn, rng) for digit in range(10)]
    of_drawn.append(_choose(drawn.y == NOT_A_DIGIT, each, rng))
    chosen = mnist.take(np.concatenate(of_mnist)), drawn.take(np.concatenate(of_drawn))
    tiles = join(chosen)
    return tiles.take(np.argsort(tiles.y, kind="stable"))


def load_tiles(path: Path) -> Digits:
    """Read one of the two files. Raises BadData, FileNotFoundError."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return Digits(file["x"], file["y"])
    except (ValueError, KeyError, EOFError) as error:
        raise BadData(f"{path}: expected tiles x and labels y ({error}).") from error


def _distinct(tiles: Digits, apart_from: Digits | None) -> np.ndarray:
    """The rows where a tile stands first, without those of `apart_from`."""
    seen = {tile.tobytes() for tile in apart_from.x} if apart_from else set()
    first = {tile.tobytes(): i for i, tile in reversed(list(enumerate(tiles.x)))}
    return np.array(sorted(i for tile, i in first.items() if tile not in seen))


def _choose(mask: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Choose `count` of the rows where `mask` (n,) is true, sorted. Raises BadData."""
    rows = np.flatnonzero(mask)
    if len(rows) < count:
        raise BadData(f"Expected {count} of each digit, found {len(rows)} of one.")
    return np.sort(rng.choice(rows, count, replace=False))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m ml.data.replay", description=__doc__
    )
    parser.add_argument("--data", type=Path, help="MNIST as .npz (default: download)")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="(weights)")
    options = parser.parse_args(argv)
    try:
        mnist = load_mnist(options.data)
        tiles = None
        for name, digits in ((REPLAY, mnist.train), (HOLDOUT, mnist.test)):
            tiles = make(digits, TILE_COUNTS[name], apart_from=tiles)
            np.savez_compressed(options.out / name, x=tiles.x, y=tiles.y)
            size = (options.out / name).stat().st_size / 1e6
            print(f"{options.out / name}: {len(tiles.y):,} tiles, {size:.2f} MB.")
    except (BadData, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
