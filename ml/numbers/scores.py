"""How well each group of a lattice is each digit, or something else.

A small network of one hidden layer, fitted with the whole lattice as `ml.fit_numbers`
says; its coefficients stand in coefficients.json.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ml.inference.networks import NOT_A_DIGIT
from ml.numbers.features import find_features, log_probabilities
from ml.numbers.lattice import Lattice
from ml.numbers.paths import Edge, Graph

COEFFICIENTS = Path(__file__).with_name("coefficients.json")
OUTLIER = 6.0  # standard deviations: a feature beyond counts as so far


@dataclass(frozen=True)
class Coefficients:
    """What turns features into scores; all float32, h hidden units, f features."""

    mean: np.ndarray  # (f,)
    deviation: np.ndarray  # (f,)
    hidden: np.ndarray  # (f, h)
    hidden_bias: np.ndarray  # (h,)
    output: np.ndarray  # (h, 2): that it is a digit, that it is something else
    direct: np.ndarray  # (f, 2)
    bias: np.ndarray  # (2,)
    # (2,): how much the log probability of a digit counts, and that of 'not a digit'
    trust: np.ndarray
    digit_bias: np.ndarray  # (10,)


@cache
def coefficients() -> Coefficients:
    """Those that ship."""
    values = json.loads(COEFFICIENTS.read_text())
    return Coefficients(**{k: np.array(v, np.float32) for k, v in values.items()})


def score_lattice(lattice: Lattice) -> Graph:
    """Return the graph of the lattice's groups with their scores."""
    scores = score(find_features(lattice), log_probabilities(lattice), coefficients())
    edges = [
        Edge(number, group.first, group.last + 1, row)
        for number, (group, row) in enumerate(zip(lattice.groups, scores, strict=True))
    ]
    return Graph(edges, len(lattice.atoms))


def score(features: np.ndarray, logs: np.ndarray, c: Coefficients) -> np.ndarray:
    """Features (n, f), log probabilities (n, 11) -> scores, float (n, 11)."""
    inputs = np.clip((features - c.mean) / c.deviation, -OUTLIER, OUTLIER)
    hidden = np.tanh(inputs @ c.hidden + c.hidden_bias)
    digit, other = (hidden @ c.output + inputs @ c.direct + c.bias).T
    digits = c.trust[0] * logs[:, :NOT_A_DIGIT] + digit[:, None] + c.digit_bias
    others = c.trust[1] * logs[:, NOT_A_DIGIT:] + other[:, None]
    return np.concatenate([digits, others], axis=1).astype(float)
