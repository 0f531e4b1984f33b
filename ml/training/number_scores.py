"""Fits the coefficients by which groups of a lattice are scored: ml/numbers/scores.py.

All paths of a lattice count, and the right number's probability is raised, however its
ink is parted; for what is no number, that of all numbers is lowered. This is the
discriminative forward training of graph transformer networks (LeCun et al. 1998,
section VI.E), so nobody has to say where one digit ends and the next begins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ml.numbers.features import find_features, log_probabilities
from ml.numbers.lattice import LONGEST, MOST_ATOMS, Lattice
from ml.numbers.reading import MOST
from ml.numbers.scores import OUTLIER, Coefficients

NEVER = -1e4  # the logarithm of no probability, for sums in float32
HOPELESS = 12.0  # nats: a number less likely than this teaches nothing
CERTAIN = 1 - 1e-5  # a probability that is no greater keeps the loss finite


@dataclass(frozen=True)
class Example:
    """A lattice, and the number that it shows; "7" for a single digit, "" for none."""

    lattice: Lattice
    number: str


@dataclass(frozen=True)
class Fit:
    """How the coefficients are fitted."""

    hidden: int = 16
    epochs: int = 30
    batch: int = 256
    rate: float = 5e-3  # Adam's, falling to 0 along a cosine
    decay: float = 1e-4
    seed: int = 0


@dataclass(frozen=True)
class _Arrays:
    """Lattices, padded: n of them, `MOST_ATOMS` places, `LONGEST` lengths of groups."""

    features: np.ndarray  # float32 (n, places, lengths, features)
    logs: np.ndarray  # float32 (n, places, lengths, 11)
    there: np.ndarray  # bool (n, places, lengths)
    ends: np.ndarray  # int32 (n,): atoms
    digits: np.ndarray  # int32 (n, MOST): those of the number, then -1

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, rows: np.ndarray) -> list[np.ndarray]:
        return [values[rows] for values in vars(self).values()]


def fit_coefficients(
    examples: Sequence[Example], fit: Fit, log: Callable[[str], None] = print
) -> Coefficients:
    """Return coefficients fitted to the examples; one line of `log` an epoch."""
    import tensorflow as tf

    arrays, mean, deviation = _to_arrays(examples)
    rng = np.random.default_rng(fit.seed)
    weights = _first_weights(len(mean), fit.hidden, rng)
    optimiser = tf.keras.optimizers.Adam()

    @tf.function(reduce_retracing=True)
    def step(*batch):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(_losses(weights, *batch))
            shrunk = [weights[name] for name in ("hidden", "output", "direct")]
            decay = tf.add_n([tf.reduce_sum(values**2) for values in shrunk])
            total = loss + fit.decay * decay
        variables = list(weights.values())
        gradients = tape.gradient(total, variables)
        optimiser.apply_gradients(zip(gradients, variables, strict=True))
        return loss

    for epoch in range(fit.epochs):
        optimiser.learning_rate.assign(
            fit.rate * (1 + np.cos(np.pi * epoch / fit.epochs)) / 2
        )
        order = rng.permutation(len(arrays))
        starts = range(0, len(order) - fit.batch + 1, fit.batch)
        losses = [float(step(*arrays[order[i : i + fit.batch]])) for i in starts]
        log(f"epoch {epoch + 1}/{fit.epochs}  loss {np.mean(losses):.4f}")
    fitted = {name: values.numpy() for name, values in weights.items()}
    return Coefficients(mean=mean, deviation=deviation, **fitted)


def _to_arrays(
    examples: Sequence[Example],
) -> tuple[_Arrays, np.ndarray, np.ndarray]:
    """The padded lattices, their features scaled, with means and deviations (f,)."""
    rows = [find_features(example.lattice) for example in examples]
    mean = np.concatenate(rows).mean(0)
    deviation = np.concatenate(rows).std(0) + 1e-3
    places = max(len(example.lattice.atoms) for example in examples)
    shape = (len(examples), places, LONGEST)
    features = np.zeros((*shape, len(mean)), np.float32)
    logs = np.full((*shape, 11), -14.0, np.float32)
    there = np.zeros(shape, bool)
    digits = np.full((len(examples), MOST), -1, np.int32)
    for i, (example, row) in enumerate(zip(examples, rows, strict=True)):
        groups = example.lattice.groups
        first = np.array([group.first for group in groups])
        length = np.array([group.last - group.first for group in groups])
        features[i, first, length] = np.clip(
            (row - mean) / deviation, -OUTLIER, OUTLIER
        )
        logs[i, first, length] = log_probabilities(example.lattice)
        there[i, first, length] = True
        digits[i, : len(example.number)] = [int(digit) for digit in example.number]
    ends = np.array([len(example.lattice.atoms) for example in examples], np.int32)
    assert places <= MOST_ATOMS
    return _Arrays(features, logs, there, ends, digits), mean, deviation


def _first_weights(features: int, hidden: int, rng: np.random.Generator) -> dict:
    """Variables by their names in Coefficients: at first the network decides alone."""
    import tensorflow as tf

    start: dict[str, Any] = {
        "hidden": rng.normal(0, 0.6 / np.sqrt(features), (features, hidden)),
        "hidden_bias": np.zeros(hidden),
        "output": rng.normal(0, 0.1, (hidden, 2)),
        "direct": np.zeros((features, 2)),
        "bias": [1.0, -2.0],
        "trust": [1.0, 1.0],
        "digit_bias": np.zeros(10),
    }
    return {name: tf.Variable(np.float32(values)) for name, values in start.items()}


def _losses(weights: dict, features, logs, there, ends, digits) -> Any:
    """What each lattice of a batch costs, (batch,), in nats."""
    import tensorflow as tf

    scores = tf.where(there[..., None], _scores(weights, features, logs), NEVER)
    total, number, right = _sums(scores, ends, digits)
    is_number = tf.clip_by_value(tf.exp(tf.minimum(number - total, 0.0)), 0.0, CERTAIN)
    missed = tf.minimum(total - right, HOPELESS)
    return tf.where(digits[:, 0] >= 0, missed, -tf.math.log(1 - is_number))


def _scores(weights: dict, features, logs) -> Any:
    """As ml.numbers.scores.score(), of features that are scaled."""
    import tensorflow as tf

    hidden = tf.tanh(
        tf.tensordot(features, weights["hidden"], 1) + weights["hidden_bias"]
    )
    both = (
        tf.tensordot(hidden, weights["output"], 1)
        + tf.tensordot(features, weights["direct"], 1)
        + weights["bias"]
    )
    digits = weights["trust"][0] * logs[..., :10] + both[..., :1]
    others = weights["trust"][1] * logs[..., 10:] + both[..., 1:]
    return tf.concat([digits + weights["digit_bias"], others], -1)


def _sums(scores, ends, digits) -> tuple[Any, Any, Any]:
    """The log sums over all paths, over those of numbers, and over the right number's.

    As ml.numbers.paths.Graph has them, for a batch at once: scores (batch, places,
    lengths, 11).
    """
    import tensorflow as tf

    def log_sum(terms):
        return tf.reduce_logsumexp(tf.stack(terms, -1), -1)

    batch, places = tf.shape(scores)[0], scores.shape[1]
    zero, never = tf.zeros([batch]), tf.fill([batch], NEVER)
    any_label = tf.reduce_logsumexp(scores, -1)
    any_digit = tf.reduce_logsumexp(scores[..., :10], -1)
    wanted = tf.one_hot(digits, 10)  # (batch, MOST, 10); no digit: zeros
    total, one, more = [zero], [never], [never]
    right = [tf.concat([zero[:, None], tf.fill([batch, MOST], NEVER)], 1)]
    for node in range(1, places + 1):
        lengths = range(1, min(LONGEST, node) + 1)
        starts = [(node - length, length - 1) for length in lengths]
        total.append(log_sum([total[i] + any_label[:, i, k] for i, k in starts]))
        one.append(any_digit[:, 0, node - 1] if node <= LONGEST else never)
        ways = [
            log_sum([one[i], more[i]]) + any_digit[:, i, k] for i, k in starts if i > 0
        ]
        more.append(log_sum(ways) if ways else never)
        steps = []
        for i, k in starts:
            of_digit = tf.einsum("bmd,bd->bm", wanted, scores[:, i, k, :10])
            steps.append(tf.concat([never[:, None], right[i][:, :-1] + of_digit], 1))
        right.append(log_sum(steps))
    counts = tf.reduce_sum(tf.cast(digits >= 0, tf.int32), 1)

    def at_end(values):
        return tf.gather(tf.stack(values, 1), ends, batch_dims=1)

    right_number = tf.gather(at_end(right), counts, batch_dims=1)
    return at_end(total), at_end(more), right_number
