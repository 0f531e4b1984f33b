"""What a group of atoms looks like beside its line and its neighbours, as numbers."""

from __future__ import annotations

from itertools import pairwise
from math import log, sqrt

import numpy as np

from ml.inference.networks import NOT_A_DIGIT
from ml.numbers.atoms import Atom
from ml.numbers.lattice import Group, Lattice

LEAST = 0.02  # heights of the line: nothing is taken for smaller
LEAST_PROBABILITY = 1e-6
NEIGHBOURS = 3  # atoms before a group that may reach over it
WIDEST, WIDEST_GAP = 3.0, 1.5  # heights: what is beyond differs no more


def find_features(lattice: Lattice) -> np.ndarray:
    """Return float32 (groups, features), the features those of `_features`."""
    return np.array([_features(lattice, group) for group in lattice.groups], np.float32)


def log_probabilities(lattice: Lattice) -> np.ndarray:
    """Return float32 (groups, 11): the logarithms of what the classifier says."""
    rows = np.stack([group.probabilities for group in lattice.groups])
    return np.log(np.clip(rows, LEAST_PROBABILITY, 1))


def _features(lattice: Lattice, group: Group) -> list[float]:
    atoms, unit = lattice.atoms, lattice.height
    members = atoms[group.first : group.last + 1]
    height = max((group.bottom - group.top - 2) / unit, LEAST)
    width = max((group.right - group.left - 2) / unit, LEAST)
    middle = lattice.foot + lattice.slope * (group.left + group.right) / 2
    above = (group.top + 1 - middle) / unit + 0.5  # below the line's upper edge
    below = (group.bottom - 1 - middle) / unit - 0.5  # below its lower edge
    tallness, slimness = log(height), log(width / height)
    is_alone = len(atoms) == 1
    is_whole = group.first == 0 and group.last == len(atoms) - 1
    best, none = _log_probabilities(group)
    return [
        *(tallness, tallness**2, above, above**2, below, below**2),
        *(slimness, slimness**2, min(width, WIDEST), min(lattice.pen / unit, 1.0)),
        *_joins(members, unit),
        *_border(atoms, group.first, unit),
        *(float(is_alone), float(is_whole)),
        *(none, best),
    ]


def _log_probabilities(group: Group) -> tuple[float, float]:
    """Of the likeliest digit, and of 'not a digit'."""
    digits, none = group.probabilities[:NOT_A_DIGIT], group.probabilities[NOT_A_DIGIT]
    best = max(float(digits.max()), LEAST_PROBABILITY)
    return log(best), log(max(float(none), LEAST_PROBABILITY))


def _joins(members: list[Atom], unit: float) -> list[float]:
    """Gaps and cuts that the group closes: how many, and how much speaks for them."""
    gaps = cuts = widest = overlap = weak = 0.0
    right = members[0].shape.right
    for before, atom in pairwise(members):
        if _cut_between(before, atom):
            cuts += 1
            weak += np.exp(-atom.cut_ink)
        else:
            gap = (atom.shape.left - right) / unit
            gaps += 1
            widest = max(widest, gap)
            overlap += min(gap, 0)
        right = max(right, atom.shape.right)
    return [gaps, widest, overlap, cuts, weak]


def _border(atoms: list[Atom], first: int, unit: float) -> list[float]:
    """What parts the group from what is on its left: a gap, a cut, or nothing."""
    if not first:
        return [0.0] * 6
    atom = atoms[first]
    if _cut_between(atoms[first - 1], atom):
        return [0.0, 0.0, 0.0, 1.0, atom.cut_ink, sqrt(atom.cut_ink)]
    before = atoms[max(0, first - NEIGHBOURS) : first]
    gap = (atom.shape.left - max(other.shape.right for other in before)) / unit
    return [1.0, float(np.clip(gap, 0, WIDEST_GAP)), min(gap, 0.0), 0.0, 0.0, 0.0]


def _cut_between(before: Atom, atom: Atom) -> bool:
    return atom.is_cut and atom.piece == before.piece
