"""What each format holds of one drawing, and which columns that takes."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ml.preprocessing.picture import Picture
from ml.preprocessing.tile import to_bytes, to_tile
from recognizer.drawings.tile_images import imported_tile
from recognizer.exports.json_lines import line, rows_for_lines
from recognizer.exports.plan import Plan
from recognizer.models import Drawing, DrawingQuerySet


class Content(NamedTuple):
    """How a drawing becomes a format's bytes."""

    rows: Callable[[Plan], DrawingQuerySet]  # with all that `read` takes of them
    # Of the drawing, its picture, its ink, the parts of a number, and the plan.
    read: Callable[[Drawing, Picture, np.ndarray, list[dict], Plan], bytes]
    holds_numbers: bool = True
    holds_parts: bool = False  # each digit of a number as a picture of its own


def rows_for_pictures(plan: Plan) -> DrawingQuerySet:
    return Drawing.objects.with_answer().defer("owner", "strokes")


def tile(
    drawing: Drawing,
    picture: Picture,
    ink: np.ndarray,
    parts: list[dict],
    plan: Plan,
) -> bytes:
    """The 28x28 tile, 784 bytes, 255 ink."""
    # Leaves as it came, to be known again.
    tile = imported_tile(picture, drawing.tile_hash)
    if tile is None:
        tile = to_bytes(to_tile(ink))
    return tile.tobytes()


def kept_file(
    drawing: Drawing,
    picture: Picture,
    ink: np.ndarray,
    parts: list[dict],
    plan: Plan,
) -> bytes:
    """The picture's file, without metadata."""
    return picture.file


CONTENTS = {
    "idx": Content(rows_for_pictures, tile, holds_numbers=False),
    "npz": Content(rows_for_pictures, tile, holds_numbers=False),
    "png": Content(rows_for_pictures, kept_file, holds_parts=True),
    "jsonl": Content(rows_for_lines, line),
}
