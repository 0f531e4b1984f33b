"""What each network trains on: batches that depend on the seed and the step alone.

So a run that was interrupted goes on with the very batches that it would have seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ml.augmentation.distort import distort, with_distance_fields
from ml.data.mnist import BadData, Digits, Mnist, join, stratified
from ml.data.synthetic import draw_tiles, plain_tiles, redraw_tiles
from ml.data.unipen import Trajectory, by_writer
from ml.data.unipen.counts import count_pens
from ml.inference.networks import NOT_A_DIGIT
from ml.preprocessing.tile import from_bytes, to_tile75
from ml.training.recipes import Recipe

HARD_SEED, PEOPLE_SEED = 99, 98  # part of the validation sets: never change them
PLAIN_PENS = 1 / 60, 1 / 15, 1 / 6  # of the longest side: 4, 16 and 40 pixels of 240

Batch = tuple[np.ndarray, np.ndarray]  # tiles float32 (n, side, side), labels (n,)
Log = Callable[[str], None]  # takes a line of progress


@dataclass(frozen=True)
class Source:
    """Training batches by step, and the sets that choices are made on."""

    per_epoch: int  # batches
    batch: Callable[[int], Batch]  # step -> tiles and labels
    validation: Batch  # plain MNIST
    hard: Batch | None  # held-out drawings, digits and not, distorted: seeds' choice
    people: Batch | None  # held-out drawings as they were written: calibration
    test: Batch | None  # reported, never chosen on
    counts: dict[str, int]  # of people's digits, for the card


class BatchPart(NamedTuple):
    """Tiles of one kind, and how many of them each batch holds."""

    digits: Digits
    per_batch: int


def base_source(
    mnist: Mnist, recipe: Recipe, log: Log = print, pens: Sequence[Trajectory] = ()
) -> Source:
    """MNIST, people's pens, digits and not, and drawings by code, distorted.

    An epoch is MNIST once. Without people's digits, or without their letters and
    symbols, these shares go to drawings by code. Raises BadData where MNIST does not
    fill a batch.
    """
    train_pens, held_pens = by_writer(list(pens))
    written, *drawn = _batch_parts(mnist.train, train_pens, recipe, log)
    count = len(written.digits.y)
    per_epoch = count // written.per_batch
    if not per_epoch:
        raise BadData(f"{count} digits do not fill a batch of {written.per_batch}.")
    tiles = with_distance_fields(*join(part.digits for part in (written, *drawn)))
    written_rows = shuffled(np.arange(count), written.per_batch, recipe.seed)

    def batch(step: int) -> Batch:
        rng = np.random.default_rng([recipe.seed, step, 1])
        rows = [written_rows(step), *_random_rows(drawn, count, rng)]
        chosen = tiles.take(np.concatenate(rows))
        return distort(chosen, rng), chosen.y

    return Source(
        per_epoch,
        batch,
        validation=_plain(mnist.validation),
        hard=_hard(mnist.validation, held_pens, recipe),
        people=_people(mnist.validation, held_pens, recipe),
        test=_plain(mnist.test),
        counts={
            "digits_of_mnist": count,
            **count_pens(train_pens),
            **count_pens(held_pens, "held_"),
        },
    )


def _batch_parts(
    mnist: Digits, pens: list[Trajectory], recipe: Recipe, log: Log
) -> list[BatchPart]:
    """MNIST first; it fills what the others leave of a batch."""
    pen_digits, pen_others = _by_kind(pens)
    log(f"Drawing {recipe.digits:,} digits and {recipe.others:,} non-digits.")
    digits, others = _drawn(recipe.digits, recipe.others, recipe.seed, pen_digits)
    of_pens = recipe.pen_share if pen_digits else 0.0
    of_pen_others = recipe.pen_other_share if pen_others else 0.0
    shares = [
        (redraw_tiles(pen_digits, recipe.pen_times, recipe.seed), of_pens),
        (redraw_tiles(pen_others, recipe.pen_other_times, recipe.seed), of_pen_others),
        (digits, recipe.digit_share + recipe.pen_share - of_pens),
        (others, recipe.other_share + recipe.pen_other_share - of_pen_others),
    ]
    parts = [BatchPart(tiles, round(recipe.batch * share)) for tiles, share in shares]
    rest = recipe.batch - sum(part.per_batch for part in parts)
    return [BatchPart(mnist, rest), *parts]


def _random_rows(
    parts: list[BatchPart], start: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """A batch's rows of these parts, which lie one after the other from `start`."""
    rows = []
    for part in parts:
        end = start + len(part.digits.y)
        if part.per_batch:
            rows.append(rng.integers(start, end, size=part.per_batch))
        start = end
    return rows


def _hard(mnist: Digits, pens: list[Trajectory], recipe: Recipe) -> Batch:
    """A second validation set: held-out digits, MNIST's and pens', and drawn tiles.

    All are distorted; the same for every seed, so that seeds can be compared.
    """
    held = stratified(mnist.y, 2 * len(mnist.y) // 5)[1]
    parts = [
        mnist.take(held),
        redraw_tiles(pens, 1, HARD_SEED),
        *_drawn(recipe.digits // 12, recipe.others // 8, HARD_SEED, _by_kind(pens)[0]),
    ]
    tiles = with_distance_fields(*join(parts))
    return distort(tiles, np.random.default_rng(HARD_SEED)), tiles.y


def _people(mnist: Digits, pens: list[Trajectory], recipe: Recipe) -> Batch:
    """What temperature and threshold are chosen on: drawings that nobody distorted.

    Held-out writers' trajectories with three pens, MNIST's held-out digits, and
    non-digits drawn by code, for which people's do not stand.
    """
    parts = [
        mnist,
        *(plain_tiles(pens, width) for width in PLAIN_PENS),
        draw_tiles(0, recipe.others // 16, PEOPLE_SEED),
    ]
    return _plain(join(parts))


def _by_kind(pens: list[Trajectory]) -> tuple[list[Trajectory], list[Trajectory]]:
    """Digits, and what is none."""
    digits = [pen for pen in pens if pen.label != NOT_A_DIGIT]
    return digits, [pen for pen in pens if pen.label == NOT_A_DIGIT]


def _drawn(
    digits: int, others: int, seed: int, pens: list[Trajectory]
) -> tuple[Digits, Digits]:
    """Drawn digits, and drawn non-digits."""
    drawn = draw_tiles(digits, others, seed, pens)
    rows = np.arange(digits + others)
    return drawn.take(rows[:digits]), drawn.take(rows[digits:])


def seed75_source(
    mnist: Mnist, recipe: Recipe, log: Log = print, pens: Sequence[Trajectory] = ()
) -> Source:
    """The original's data: all 70,000 put together and split again, undistorted.

    It never saw a pen's trajectory: these are left out.
    """
    x, y = join(mnist)
    train, held = stratified(y, recipe.validation)
    log(f"{len(train):,} digits to train on, {len(held):,} held out.")
    train_rows = shuffled(train, recipe.batch, recipe.seed)

    def tiles(rows: np.ndarray) -> Batch:
        return np.stack([seed75_tile(digit) for digit in x[rows]]), y[rows]

    return Source(
        len(train) // recipe.batch,
        lambda step: tiles(train_rows(step)),
        validation=tiles(held),
        hard=None,
        people=None,
        test=None,
        counts={"digits_of_mnist": len(train)},
    )


def seed75_tile(digit: np.ndarray) -> np.ndarray:
    """An MNIST digit uint8 (28, 28) as the original network sees it: (75, 75)."""
    return to_tile75(from_bytes(digit))


def shuffled(rows: np.ndarray, size: int, seed: int) -> Callable[[int], np.ndarray]:
    """Return a function from a step to the `size` rows of its batch.

    An epoch takes each row once, in an order of its own; rows that do not fill a last
    batch are left out.
    """
    per_epoch = len(rows) // size

    @lru_cache(1)
    def order(epoch: int) -> np.ndarray:
        return np.random.default_rng([seed, epoch]).permutation(rows)

    def rows_of(step: int) -> np.ndarray:
        epoch, number = divmod(step, per_epoch)
        return order(epoch)[number * size : (number + 1) * size]

    return rows_of


def _plain(digits: Digits) -> Batch:
    return from_bytes(digits.x), digits.y
