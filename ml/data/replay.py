"""What every fine-tune replays and is judged on: `python -m ml.data.replay --help`.

Two small files that ship, so that a fine-tune needs no network: replay.npz against
forgetting, and holdout.npz, which no training ever sees. Both hold tiles of MNIST
(training digits in one, test digits in the other), of people's pens (writers who train
in one, writers held out in the other) and of our own strokes, drawn with seeds that
training does not use; as many of each class. `sources` in both says whose they are.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.data.mnist import BadData, Digits, join, load_mnist
from ml.data.synthetic import draw_tiles, plain_tiles
from ml.data.unipen import Trajectory, by_writer
from ml.data.unipen.single_file import read_file
from ml.inference.networks import NOT_A_DIGIT
from ml.inference.version_files import WEIGHTS

REPLAY, HOLDOUT = "replay.npz", "holdout.npz"
SOURCES = """\
MNIST: LeCun, Cortes and Burges 1998, CC BY-SA 3.0.
Pen-Based Recognition of Handwritten Digits: Alpaydin and Alimoglu 1998, UCI, CC BY 4.0.
Handwritten Digits Corpus: skahl, on GitHub, Apache-2.0.
The rest is drawn by digitsite's own code.
"""


@dataclass(frozen=True)
class TileCounts:
    """How many tiles of each class, and the seed that draws them."""

    mnist: int  # of each digit
    pens: int  # of each digit
    drawn: int  # of each digit; of 'not a digit' as many as of a digit in all
    seed: int


TILE_COUNTS = {
    REPLAY: TileCounts(280, 140, 80, seed=1_001),
    HOLDOUT: TileCounts(160, 90, 50, seed=1_002),
}


def make(
    mnist: Digits,
    pens: Sequence[Trajectory],
    counts: TileCounts,
    apart_from: Digits | None = None,
) -> Digits:
    """Tiles uint8 (n, 28, 28) and labels (n,), class by class, each tile once.

    None of `apart_from` is among them: two dots may well be the same tile.
    """
    rng = np.random.default_rng(counts.seed)
    each = counts.mnist + counts.pens + counts.drawn
    drawn = draw_tiles(30 * counts.drawn, 2 * each, counts.seed)
    drawn = drawn.take(_distinct(drawn, apart_from))
    others = drawn.take(_choose(drawn.y == NOT_A_DIGIT, each, rng))
    tiles = join(
        [
            _of_each_digit(mnist, counts.mnist, rng),
            _of_each_digit(plain_tiles(pens), counts.pens, rng),
            _of_each_digit(drawn, counts.drawn, rng),
            others,
        ]
    )
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


def _of_each_digit(tiles: Digits, count: int, rng: np.random.Generator) -> Digits:
    rows = [_choose(tiles.y == digit, count, rng) for digit in range(10)]
    return tiles.take(np.concatenate(rows))


def _choose(mask: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Choose `count` of the rows where `mask` (n,) is true, sorted. Raises BadData."""
    rows = np.flatnonzero(mask)
    if len(rows) < count:
        raise BadData(f"Expected {count} of each digit, found {len(rows)} of one.")
    return np.sort(rng.choice(rows, count, replace=False))


def _read_pens(paths: list[Path]) -> list[Trajectory]:
    for path in paths:
        if path.is_dir():
            raise BadData(
                f"{path}: expected a file. Tiles of UNIPEN's distribution, a folder, "
                "may not be passed on."
            )
    return [pen for path in paths for pen in read_file(path)]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m ml.data.replay", description=__doc__
    )
    parser.add_argument("--data", type=Path, help="MNIST as .npz (default: download)")
    parser.add_argument(
        "--pens",
        type=Path,
        nargs="+",
        required=True,
        metavar="FILE",
        help="pen trajectories that may be passed on, such as pendigits-orig.tra",
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="(weights)")
    options = parser.parse_args(argv)
    try:
        train_pens, held_pens = by_writer(_read_pens(options.pens))
        mnist = load_mnist(options.data)
        tiles = None
        for name, digits, pens in (
            (REPLAY, mnist.train, train_pens),
            (HOLDOUT, mnist.test, held_pens),
        ):
            tiles = make(digits, pens, TILE_COUNTS[name], apart_from=tiles)
            path = options.out / name
            np.savez_compressed(path, x=tiles.x, y=tiles.y, sources=SOURCES)
            print(
                f"{path}: {len(tiles.y):,} tiles, {path.stat().st_size / 1e6:.2f} MB."
            )
    except (BadData, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
