"""How many trajectories there are of each collection, for a version's card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ml.data.unipen.trajectory import Trajectory
from ml.data.unipen.writers import is_of_distribution
from ml.inference.networks import NOT_A_DIGIT

OF_FILES = "pens"  # digits; older cards know no others
DIGITS, OTHERS = "unipen_digits", "unipen_others"


def count_pens(pens: Iterable[Trajectory], prefix: str = "") -> dict[str, int]:
    """Count single files' digits, and UNIPEN's digits, letters and symbols."""
    counts = Counter(_collection(pen) for pen in pens)
    return {prefix + name: counts[name] for name in (OF_FILES, DIGITS, OTHERS)}


def _collection(pen: Trajectory) -> str:
    if not is_of_distribution(pen.writer):
        return OF_FILES
    return OTHERS if pen.label == NOT_A_DIGIT else DIGITS
