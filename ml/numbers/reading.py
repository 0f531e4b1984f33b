"""The number that several digits in one drawing make."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from ml.inference.classifier import Answer, Classifier, softmax
from ml.inference.networks import NOT_A_DIGIT
from ml.numbers.lattice import Group, Lattice, build_lattice
from ml.numbers.paths import FEWEST, Edge
from ml.numbers.pieces import find_pieces
from ml.numbers.scores import score_lattice
from ml.preprocessing.tile import EDGE

MOST = 12  # digits of a number
SURE = 0.5  # the least probability of a number that is answered
SEVERAL = 0.5  # the least probability that all is digits, of a doubtful number
FITS = 0.1  # the least probability that a known number's ink is parted so
LOW = 0.5  # of the line's height: a lower thing beside a digit is a sign
ODDS = 7.0  # numbers beside other things, over those among the examples
SIGN, AT_TOP = 0.35, 0.15  # of the line's height: lower; so far above its middle
PLAIN = 0.9995  # the confidence in a single digit from which nothing else is looked for
TALL, SHARED = 0.4, 0.5  # of the ink's height; of the narrower of two pieces' columns


class Kind(StrEnum):
    """What is seen in a drawing that is no single digit."""

    NONE = "none"  # no digits side by side
    NUMBER = "number"
    DOUBTFUL = "doubtful"  # digits side by side, but which ones is in doubt
    MIXED = "mixed"  # digits, and a sign, a point or a letter among them


@dataclass(frozen=True)
class Part:
    """The ink of one digit of a number, and what it is read as."""

    digit: int  # 0..9
    confidence: float  # the probability of `digit`, 0..1
    ink: np.ndarray  # float32 (height, width): this part's alone, cropped
    left: float  # where its box begins on the ink that was read, in that one's pixels
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class NumberReading:
    """What is read, from left to right."""

    kind: Kind
    number: str = ""  # "42"; "" unless the kind is NUMBER
    confidence: float = 0.0  # the probability that the whole number is right, 0..1
    parts: tuple[Part, ...] = ()  # one a digit of the number, or none


def is_worth_reading(ink: np.ndarray, answer: Answer) -> bool:
    """Whether ink, float32 (height, width), may be a number, as the whole is answered.

    Where it is 'not a digit', and where it is a digit in doubt though tall pieces stand
    side by side: a 1 and a 0 are not far from a 6. Never where the version knows no
    'not a digit': it cannot tell a wrong part.
    """
    if len(answer.probabilities) <= NOT_A_DIGIT:
        return False
    if answer.digit == NOT_A_DIGIT:
        return True
    return answer.confidence < PLAIN and _stand_side_by_side(ink)


def _stand_side_by_side(ink: np.ndarray) -> bool:
    """Whether the ink is several tall pieces that share few columns with the next."""
    pieces = find_pieces(ink > EDGE, at_most=MOST)
    pieces.sort(key=lambda piece: piece.left + piece.right)
    return (
        len(pieces) >= FEWEST
        and all(piece.height >= TALL * len(ink) for piece in pieces)
        and all(
            before.right - after.left <= SHARED * min(before.width, after.width)
            for before, after in pairwise(pieces)
        )
    )


def read_number(ink: np.ndarray, classifier: Classifier) -> NumberReading:
    """Read ink, float32 (height, width), that the classifier calls no single digit."""
    lattice = build_lattice(ink, classifier)
    if lattice is None:
        return NumberReading(Kind.NONE)
    graph = score_lattice(lattice)
    path = graph.best_number()
    number = "".join(str(digit) for _, digit in path)
    is_number = graph.is_number()
    confidence = 0.0
    if FEWEST <= len(number) <= MOST and is_number > 0:
        confidence = graph.reads(number) / is_number * _in_practice(is_number)
    if confidence >= SURE and any(_hides_sign(lattice, edge) for edge, _ in path):
        return NumberReading(Kind.MIXED)
    if confidence >= SURE:
        parts = tuple(_part(lattice, edge, digit, confidence) for edge, digit in path)
        return NumberReading(Kind.NUMBER, number, confidence, parts)
    if _in_practice(is_number) >= SEVERAL and len(number) <= MOST:
        return NumberReading(Kind.DOUBTFUL)
    is_mixed = _is_mixed(lattice, graph.best_path())
    return NumberReading(Kind.MIXED if is_mixed else Kind.NONE)


def fit_number(
    ink: np.ndarray, number: str, classifier: Classifier
) -> tuple[Part, ...] | None:
    """Return the parts that the digits of a known number have, or None.

    None where the ink, float32 (height, width), does not fall into so many parts that
    may well be these digits.
    """
    lattice = build_lattice(ink, classifier)
    if lattice is None:
        return None
    edges, probability = score_lattice(lattice).align(number)
    if probability < FITS:
        return None
    return tuple(
        _part(lattice, edge, int(digit), least=0.0)
        for edge, digit in zip(edges, number, strict=True)
    )


def _is_mixed(lattice: Lattice, path: list[tuple[Edge, int]]) -> bool:
    """Whether one thing stands among two digits or more, or a sign beside a digit."""
    others = [lattice.groups[edge.group] for edge, kind in path if kind == NOT_A_DIGIT]
    if len(others) != 1 or not _stands_alone(others[0], lattice):
        return False
    digits = len(path) - 1
    return digits >= FEWEST or (digits == 1 and _is_sign(others[0], lattice))


def _stands_alone(group: Group, lattice: Lattice) -> bool:
    """Whether no cut parts it from its neighbours: a scribble is cut anywhere."""
    atoms = lattice.atoms[group.first : group.last + 2]
    return not any(
        atom.is_cut
        for i, atom in enumerate(atoms)
        if i == 0 or i > group.last - group.first
    )


def _is_sign(group: Group, lattice: Lattice) -> bool:
    return group.bottom - group.top - 2 < LOW * lattice.height


def _in_practice(is_number: float) -> float:
    """The probability of a number where numbers are drawn more often than words."""
    return ODDS * is_number / (ODDS * is_number + 1 - is_number)


def _hides_sign(lattice: Lattice, edge: Edge) -> bool:
    """Whether a small piece stands beside the rest of a digit, and not at its top.

    The bar of a 5 is at the top; a point or a minus sign is not. The network sees the
    digit in spite of either.
    """
    group = lattice.groups[edge.group]
    atoms = lattice.atoms[group.first : group.last + 1]
    pieces = [atom.shape for atom in atoms if not atom.is_cut]
    for piece in pieces:
        others = [atom.shape for atom in atoms if atom.shape is not piece]
        if not others or piece.height >= SIGN * lattice.height:
            continue
        left = min(other.left for other in others)
        right = max(other.right for other in others)
        x, y = (piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2
        is_beside = piece.left >= right or piece.right <= left
        if is_beside and y > lattice.foot + lattice.slope * x - AT_TOP * lattice.height:
            return True
    return False


def _part(lattice: Lattice, edge: Edge, digit: int, least: float) -> Part:
    """The part in pixels of the ink: without the lattice's margin and enlargement.

    Its confidence is `least`, the whole's, at least: where the whole is right, so is
    each part.
    """
    group = lattice.groups[edge.group]
    left, top, right, bottom = (
        (side - lattice.margin) / lattice.scale
        for side in (group.left + 1, group.top + 1, group.right - 1, group.bottom - 1)
    )
    confidence = max(float(softmax(edge.scores)[digit]), least)
    return Part(digit, confidence, group.ink, left, top, right - left, bottom - top)
