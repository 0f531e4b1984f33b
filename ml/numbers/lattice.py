"""The lattice of a drawing: its atoms, and the groups of them that may be one digit.

Heuristic over-segmentation in the words of LeCun et al. 1998 (see atoms.py): each path
through the lattice, from the first atom to the last, is one way to part the ink.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from ml.inference.classifier import Classifier
from ml.inference.networks import NOT_A_DIGIT
from ml.numbers.atoms import Atom, find_atoms
from ml.numbers.pieces import Piece, find_pieces
from ml.preprocessing.tile import EDGE

FINE = 128  # pixels: smaller ink is enlarged, so that cuts are finer
MOST_PIECES = 40  # more are a text or dust
MOST_ATOMS = 30  # twelve digits have fewer
LONGEST = 5  # atoms of a group
CERTAIN = 0.97  # probability: two such digits apart are not one together
WIDEST = 1.6  # heights of the line: no digit is wider
DIRT = 0.25  # of the area of a dot of the pen: what is smaller is dirt
FAR = 0.5  # heights of the line: no digit has such a gap
NEAR = 0.12  # heights of the line: nor such a one between two tall halves
TALL = 0.6  # heights of the line
STEEPEST = 0.27  # the line's slope: 15 degrees
STRAIGHT = 1 / 3  # heights: pieces that spread less say nothing about the slope


@dataclass(frozen=True)
class Group:
    """Neighbouring atoms as one digit."""

    first: int
    last: int  # its last atom
    # float32 (height, width): of these atoms alone, with a pixel around
    ink: np.ndarray
    left: int  # of that ink, in pixels of the lattice
    top: int
    probabilities: np.ndarray  # float32 (11,): what the classifier says of it

    @property
    def is_certain(self) -> bool:
        """Whether the classifier sees a digit in it and nothing else."""
        return float(self.probabilities[:NOT_A_DIGIT].max()) >= CERTAIN

    @property
    def right(self) -> int:
        return self.left + self.ink.shape[1]

    @property
    def bottom(self) -> int:
        return self.top + self.ink.shape[0]


@dataclass(frozen=True)
class Lattice:
    """Atoms from left to right, and groups of them; lengths are in its own pixels."""

    atoms: list[Atom]
    groups: list[Group]
    height: float  # of the line
    foot: float  # of the line's middle, where x is 0
    slope: float  # of the line: its middle is at y = foot + slope * x
    pen: float  # width of the strokes
    scale: int  # its pixels along one of the ink's
    margin: int = 1  # its pixels around the ink


def build_lattice(ink: np.ndarray, classifier: Classifier) -> Lattice | None:
    """Return the lattice of ink, float32 (height, width); None of too many pieces."""
    scale = 2 if max(ink.shape) + 2 < FINE else 1
    page = _enlarged(np.pad(ink, 1), scale)
    pen = stroke_width(page)
    dirt = DIRT * pen**2
    pieces = find_pieces(page > EDGE, at_most=MOST_PIECES)
    pieces = [piece for piece in pieces if piece.mask.sum() >= dirt]
    if not pieces:
        return None
    pieces.sort(key=lambda piece: piece.left + piece.right)
    height = _line_height(pieces)
    foot, slope = _line_middle(pieces, height)
    reader = _GroupReader(page, classifier)
    atoms = find_atoms(
        page,
        pieces,
        pen=pen,
        height=height,
        digit_probability=lambda piece: reader.probabilities([piece])[
            :NOT_A_DIGIT
        ].max(),
    )
    if len(atoms) > MOST_ATOMS:
        return None
    groups = [reader.group(first, [atom]) for first, atom in enumerate(atoms)]
    certain = [group.is_certain for group in groups]
    for first in range(len(atoms)):
        for last in range(first + 1, min(first + LONGEST, len(atoms))):
            members = atoms[first : last + 1]
            if _may_be_digit(members, certain[first : last + 1], height):
                groups.append(reader.group(first, members))
    return Lattice(atoms, groups, height, foot, slope, pen, scale, scale)


def stroke_width(ink: np.ndarray) -> float:
    """The pen's width in pixels: twice the ink's area over its outline's length.

    The outline's length is 4 / pi times shorter than the sum of steps along rows and
    columns, whatever its direction on average (Cauchy and Crofton).
    """
    steps = np.abs(np.diff(ink, axis=0)).sum() + np.abs(np.diff(ink, axis=1)).sum()
    return max(float(2 * ink.sum() / max(steps * np.pi / 4, 1e-6)), 1.0)


def _enlarged(ink: np.ndarray, scale: int) -> np.ndarray:
    if scale == 1:
        return ink
    size = (scale * ink.shape[1], scale * ink.shape[0])
    large = Image.fromarray(ink).resize(size, Image.Resampling.BICUBIC)
    return np.clip(np.asarray(large), 0, 1)


def _line_height(pieces: list[Piece]) -> float:
    """The median height, without signs, dots and broken strokes."""
    heights = np.array([piece.height for piece in pieces])
    return float(np.median(heights[heights >= heights.max() / 2]))


def _line_middle(pieces: list[Piece], height: float) -> tuple[float, float]:
    """Where the line's middle is at x = 0, and its slope: a fit by least squares."""
    tall = [piece for piece in pieces if piece.height >= height / 2]
    x = np.array([piece.left + piece.right for piece in tall]) / 2
    y = np.array([piece.top + piece.bottom for piece in tall]) / 2
    away = x - x.mean()
    spread, slope = float((away**2).sum()), 0.0
    if spread > (STRAIGHT * height) ** 2:
        slope = float(np.clip((away * y).sum() / spread, -STEEPEST, STEEPEST))
    return float(y.mean() - slope * x.mean()), slope


def _may_be_digit(atoms: list[Atom], certain: list[bool], height: float) -> bool:
    """Whether several atoms, by their middles, lie as near as the strokes of a digit.

    `certain` says which of them are digits by themselves.
    """
    shapes = [atom.shape for atom in atoms]
    right = shapes[0].right
    width = max(shape.right for shape in shapes) - min(shape.left for shape in shapes)
    if width > WIDEST * height:
        return False
    for i, shape in enumerate(shapes[1:], start=1):
        gap = shape.left - right
        are_tall = min(_height(shapes[:i]), _height(shapes[i:])) >= TALL * height
        are_two = certain[i - 1] and certain[i] and not atoms[i].is_cut and gap >= 0
        if gap > FAR * height or (are_tall and (gap > NEAR * height or are_two)):
            return False
        right = max(right, shape.right)
    return True


def _height(shapes: list[Piece]) -> int:
    return max(shape.bottom for shape in shapes) - min(shape.top for shape in shapes)


class _GroupReader:
    """Makes groups of atoms, and asks the classifier once for each set of shapes."""

    def __init__(self, page: np.ndarray, classifier: Classifier):
        self.page, self.classifier = page, classifier
        self._known: dict[tuple[Piece, ...], np.ndarray] = {}

    def group(self, first: int, atoms: list[Atom]) -> Group:
        shapes = [atom.shape for atom in atoms]
        ink, left, top = self._ink(shapes)
        probabilities = self.probabilities(shapes, ink)
        return Group(first, first + len(atoms) - 1, ink, left, top, probabilities)

    def probabilities(
        self, shapes: list[Piece], ink: np.ndarray | None = None
    ) -> np.ndarray:
        key = tuple(shapes)
        if key not in self._known:
            ink = self._ink(shapes)[0] if ink is None else ink
            tile = self.classifier.prepare(ink)
            self._known[key] = self.classifier.probabilities(tile[None])[0]
        return self._known[key]

    def _ink(self, shapes: list[Piece]) -> tuple[np.ndarray, int, int]:
        """Their ink and the pale pixels around, which their strokes cover in part."""
        left = max(min(shape.left for shape in shapes) - 1, 0)
        top = max(min(shape.top for shape in shapes) - 1, 0)
        right = max(shape.right for shape in shapes) + 1
        bottom = max(shape.bottom for shape in shapes) + 1
        page = self.page[top:bottom, left:right]
        mask = np.zeros(page.shape, np.uint8)
        for shape in shapes:
            rows = slice(shape.top - top, shape.bottom - top)
            columns = slice(shape.left - left, shape.right - left)
            mask[rows, columns] |= shape.mask
        grown = Image.fromarray(mask).filter(ImageFilter.MaxFilter(3))
        return page * np.asarray(grown), left, top
