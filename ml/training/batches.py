"""What each network trains on: batches that depend on the seed and the step alone.

So a run that was interrupted goes on with the very batches that it would have seen.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ml.augmentation.distance_fields import measure_fields
from ml.augmentation.distort import Tiles, distort
from ml.data.mnist import BadData, Digits, Mnist, stratified
from ml.data.synthetic import draw_tiles, redraw_tiles
from ml.data.unipen import Trajectory, by_writer
from ml.inference.networks import NOT_A_DIGIT
from ml.preprocessing.tile import from_bytes, to_tile75

HARD_SEED = 99  # part of what is chosen on: never changes

Batch = tuple[np.ndarray, np.ndarray]  # tiles float32 (n, side, side), labels (n,)


@dataclass(frozen=True)
class Source:
    """Training batches by step, and the sets that choices are made on."""

    per_epoch: int  # batches
    batch: Callable[[int], Batch]  # step -> tiles and labels
    validation: Batch  # plain MNIST
    hard: Batch | None  # drawings as canvases send them, digits and not
    test: Batch | None  # reported, never chosen on
    counts: dict[str, int]  # of people's digits, for the card


def base_source(
    mnist: Mnist, recipe, log=print, pens: Sequence[Trajectory] = ()
) -> Source:
    """MNIST, pen trajectories, drawn digits and drawn non-digits, distorted.

    An epoch is MNIST once. Without trajectories their share goes to drawn digits.
    """
    pens, held_pens = by_writer(list(pens))
    redrawn = redraw_tiles(pens, recipe.pen_times, recipe.seed)
    log(f"Drawing {recipe.digits:,} digits and {recipe.others:,} non-digits.")
    parts = [
        mnist.train,
        redrawn,
        *_drawn(recipe.digits, recipe.others, recipe.seed, pens),
    ]
    seen = measured(parts)
    start = np.cumsum([0] + [len(part.y) for part in parts])
    pen = round(recipe.batch * recipe.pen_share) if pens else 0
    digits = round(recipe.batch * (recipe.digit_share + recipe.pen_share)) - pen
    others = round(recipe.batch * recipe.other_share)
    fresh = recipe.batch - pen - digits - others  # MNIST tiles a batch
    count = len(mnist.train.y)
    per_epoch = count // fresh
    if not per_epoch:
        raise BadData(f"{count} digits do not fill a batch of {fresh}.")

    @lru_cache(1)
    def order(epoch: int) -> np.ndarray:
        return np.random.default_rng([recipe.seed, epoch]).permutation(count)

    def batch(step: int) -> Batch:
        rng = np.random.default_rng([recipe.seed, step, 1])
        at = step % per_epoch * fresh
        rows = [order(step // per_epoch)[at : at + fresh]]
        for part, size in ((1, pen), (2, digits), (3, others)):
            if size:
                rows.append(rng.integers(start[part], start[part + 1], size=size))
        tiles = seen.take(np.concatenate(rows))
        return distort(tiles, rng), tiles.y

    return Source(
        per_epoch,
        batch,
        validation=_plain(mnist.validation),
        hard=_hard(mnist.validation, held_pens, recipe),
        test=_plain(mnist.test),
        counts={
            "digits_of_mnist": count,
            "pens": len(pens),
            "held_pens": len(held_pens),
        },
    )


def _hard(mnist: Digits, pens: list[Trajectory], recipe) -> Batch:
    """What is chosen on: MNIST's and pens' held-out digits, drawn ones, distorted.

    The same for every seed, so that seeds can be compared.
    """
    held = stratified(mnist.y, 2 * len(mnist.y) // 5)[1]
    parts = [
        mnist.take(held),
        redraw_tiles(pens, 1, HARD_SEED),
        *_drawn(recipe.digits // 12, recipe.others // 8, HARD_SEED, pens),
    ]
    tiles = measured(parts)
    return distort(tiles, np.random.default_rng(HARD_SEED)), tiles.y


def _drawn(digits: int, others: int, seed: int, pens: list[Trajectory]):
    drawn = draw_tiles(digits, others, seed, pens)
    rows = np.arange(digits + others)
    return drawn.take(rows[:digits]), drawn.take(rows[digits:])


def seed75_source(
    mnist: Mnist, recipe, log=print, pens: Sequence[Trajectory] = ()
) -> Source:
    """The original's data: all 70,000 put together and split again, undistorted.

    It never saw a pen's trajectory: these are left out.
    """
    x, y = (np.concatenate(column) for column in zip(*mnist, strict=True))
    rest, held = stratified(y, recipe.validation)
    log(f"{len(rest):,} digits to train on, {len(held):,} held out.")

    def tiles(rows: np.ndarray) -> Batch:
        return np.stack([seed75_tile(one) for one in x[rows]]), y[rows]

    @lru_cache(1)
    def order(epoch: int) -> np.ndarray:
        return np.random.default_rng([recipe.seed, epoch]).permutation(rest)

    per_epoch = len(rest) // recipe.batch

    def batch(step: int) -> Batch:
        at = step % per_epoch * recipe.batch
        return tiles(order(step // per_epoch)[at : at + recipe.batch])

    counts = {"digits_of_mnist": len(rest)}
    return Source(per_epoch, batch, tiles(held), hard=None, test=None, counts=counts)


def seed75_tile(digit: np.ndarray) -> np.ndarray:
    """An MNIST digit uint8 (28, 28) as the original network sees it: (75, 75)."""
    return to_tile75(from_bytes(digit))


def ahead(make: Callable[[int], Batch], steps: range, depth: int = 8) -> Iterator:
    """Yield make(step) for each step, prepared by a thread meanwhile."""
    ready: queue.Queue = queue.Queue(depth)
    stopped = threading.Event()

    def work() -> None:
        for step in steps:
            try:
                item = make(step)
            except BaseException as error:  # raised again where it can be seen
                item = error
            while not stopped.is_set():
                try:
                    ready.put(item, timeout=0.2)
                    break
                except queue.Full:
                    continue
            if stopped.is_set() or isinstance(item, BaseException):
                return

    threading.Thread(target=work, daemon=True).start()
    try:
        for _ in steps:
            item = ready.get()
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stopped.set()


def measured(parts: list[Digits]) -> Tiles:
    """The parts one after the other, with their distance fields."""
    x, y = (np.concatenate(column) for column in zip(*parts, strict=True))
    fields = measure_fields(x)
    # A redrawn scribble may become a digit: its middle line is not what was meant.
    return Tiles(x, y, fields, ~fields.filled & (y != NOT_A_DIGIT))


def _plain(digits: Digits) -> Batch:
    return from_bytes(digits.x), digits.y
