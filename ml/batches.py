"""What each network trains on: batches that depend on the seed and the step alone.

So a run that was interrupted goes on with the very batches that it would have seen.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ml.augment import Tiles, distort
from ml.data import BadData, Digits, Mnist, stratified
from ml.fields import Fields, fields
from ml.networks import NOT_A_DIGIT
from ml.synthetic import draw_tiles
from ml.tile import to_tile75

Batch = tuple[np.ndarray, np.ndarray]  # tiles float32 (n, side, side), labels (n,)


@dataclass(frozen=True)
class Source:
    """Training batches by step, and the sets that choices are made on."""

    per_epoch: int  # batches
    batch: Callable[[int], Batch]  # step -> tiles and labels
    validation: Batch  # plain MNIST
    hard: Batch | None  # drawings as canvases send them, digits and not
    test: Batch | None  # reported, never chosen on


def base_source(mnist: Mnist, recipe, log=print) -> Source:
    """MNIST, drawn digits and drawn non-digits, distorted; an epoch is MNIST once."""
    log(f"Drawing {recipe.digits:,} digits and {recipe.others:,} non-digits.")
    seen = _measured(mnist.train, recipe.digits, recipe.others, recipe.seed)
    count = len(mnist.train.y)
    digits = round(recipe.batch * recipe.digit_share)
    others = round(recipe.batch * recipe.other_share)
    fresh = recipe.batch - digits - others  # MNIST tiles a batch
    per_epoch = count // fresh
    if not per_epoch:
        raise BadData(f"{count} digits do not fill a batch of {fresh}.")

    @lru_cache(1)
    def order(epoch: int) -> np.ndarray:
        return np.random.default_rng([recipe.seed, epoch]).permutation(count)

    def batch(step: int) -> Batch:
        rng = np.random.default_rng([recipe.seed, step, 1])
        at = step % per_epoch * fresh
        rows = [
            order(step // per_epoch)[at : at + fresh],
            count + rng.integers(recipe.digits, size=digits),
            count + recipe.digits + rng.integers(recipe.others, size=others),
        ]
        tiles = seen.take(np.concatenate(rows))
        return distort(tiles, rng), tiles.y

    drawn, refused = recipe.digits // 12, recipe.others // 12
    held = stratified(mnist.validation.y, 2 * len(mnist.validation.y) // 5)[1]
    hard = _measured(mnist.validation.take(held), drawn, refused, [recipe.seed, 99])
    hard = distort(hard, np.random.default_rng(99)), hard.y
    validation, test = _plain(mnist.validation), _plain(mnist.test)
    return Source(per_epoch, batch, validation, hard, test)


def seed75_source(mnist: Mnist, recipe, log=print) -> Source:
    """The original's data: all 70,000 put together and split again, undistorted."""
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

    return Source(per_epoch, batch, tiles(held), hard=None, test=None)


def seed75_tile(digit: np.ndarray) -> np.ndarray:
    """An MNIST digit uint8 (28, 28) as the original network sees it: (75, 75)."""
    return to_tile75(digit.astype(np.float32) / 255)


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


def _measured(mnist: Digits, digits: int, others: int, seed) -> Tiles:
    """MNIST rows first, then drawn ones, with their distance fields."""
    drawn = draw_tiles(digits, others, seed)
    x = np.concatenate([mnist.x, drawn.x])
    y = np.concatenate([mnist.y, drawn.y])
    found: Fields = fields(x)
    # A redrawn scribble may become a digit: its middle line is not what was meant.
    return Tiles(x, y, found, ~found.filled & (y != NOT_A_DIGIT))


def _plain(digits: Digits) -> Batch:
    return digits.x.astype(np.float32) / 255, digits.y
