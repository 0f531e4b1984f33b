"""Labels with known errors, and what a version says of them."""

import numpy as np


def planted_errors(n=4000, wrong=80, seed=0):
    """Probabilities of a version that is right about 97 %; labels with errors in them.

    Returns both, and the rows whose label is wrong.
    """
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 11, n)
    logits = rng.normal(0, 1, (n, 11))
    logits[np.arange(n), truth] += 6
    probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    planted = rng.choice(n, wrong, replace=False)
    labels = truth.copy()
    labels[planted] = (truth[planted] + rng.integers(1, 11, wrong)) % 11
    return probabilities.astype(np.float32), labels, planted
