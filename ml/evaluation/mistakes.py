"""The mistakes as one picture to look at: what the network saw and what it answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from ml.evaluation.drawings import Drawing
from ml.evaluation.predictions import DrawingReader, Predictions
from ml.evaluation.scores import (
    ANSWER_NAMES,
    answer_names,
    are_numbers,
    right_answers,
)
from ml.preprocessing.tile import to_bytes

MOST = 300  # drawings: more than that nobody looks at
SHOWN = 60  # of MNIST's digits: the picture stands in a card too
COLUMNS, CELL, CAPTION, GAP = 20, 56, 14, 4  # pixels, but for the columns
LETTERS = 6  # of a label: more would run into the next caption
PAPER, INK, TITLE = 255, 0, 20

Section = list[tuple[str, np.ndarray | None]]  # captions and tiles (side, side)


def misread_drawings(
    drawings: Sequence[Drawing],
    conditions: Sequence[str],
    predictions: Predictions,
    reader: DrawingReader,
) -> dict[str, Section]:
    """By title, each drawing once: under the first condition that misled.

    "7>1 x5" is misread under five conditions. The most often misread come first.
    `predictions` are those of the reader's first version. Numbers, and what is read as
    one, are not among them: see `ml.evaluation.number_mistakes`.
    """
    is_wrong = ~right_answers(drawings, predictions)
    wrong = is_wrong & ~are_numbers(drawings, predictions)
    names = answer_names(predictions)

    def cell(column: int) -> tuple[str, np.ndarray | None]:
        row, times = int(wrong[:, column].argmax()), int(wrong[:, column].sum())
        drawing = drawings[column]
        answer = names[row, column][:LETTERS]
        caption = f"{drawing.label[:LETTERS]}>{answer}" + f" x{times}" * (times > 1)
        placed = reader.ink(drawing.sample, conditions[row])
        if placed is None:
            return caption, None
        return caption, reader.classifiers[0].prepare(placed.ink)

    columns_by_title = misread_columns(drawings, wrong)
    misread = sum(map(len, columns_by_title.values()))
    most = MOST if misread <= MOST else max(1, MOST // len(columns_by_title))
    sections = {}
    for title, columns in sorted(columns_by_title.items()):
        shown = columns[:most]
        heading = f"{title}: {len(shown)} of {len(columns)} misread"
        sections[heading] = [cell(column) for column in shown]
    return sections


def misread_tiles(
    tiles: np.ndarray, labels: np.ndarray, predictions: Predictions
) -> dict[str, Section]:
    """Of MNIST's test set: the surest mistakes first; `predictions` has one row."""
    answers, confidence = predictions.digits[0], predictions.confidence[0]
    rows = np.flatnonzero(answers != labels)
    rows = rows[np.argsort(-confidence[rows], kind="stable")]
    section = [
        (f"{labels[row]}>{ANSWER_NAMES[answers[row]]}", tiles[row])
        for row in rows[:SHOWN]
    ]
    return {f"mnist: {len(section)} of {len(rows)} misread, surest first": section}


def sheet(sections: dict[str, Section], columns: int = COLUMNS) -> Image.Image:
    """The sections one below the other, dark ink on white; `columns` tiles a row."""
    step = CELL + CAPTION + GAP
    lines = [-(-len(section) // columns) for section in sections.values()]
    height = sum(TITLE + step * count for count in lines)
    width = columns * (CELL + GAP)
    picture = Image.new("L", (width, max(height, TITLE)), PAPER)
    brush, top = ImageDraw.Draw(picture), 0
    for (title, section), count in zip(sections.items(), lines, strict=True):
        brush.text((2, top + 4), title, INK)
        for i, (caption, tile) in enumerate(section):
            x = i % columns * (CELL + GAP)
            y = top + TITLE + i // columns * step
            if tile is not None:
                picture.paste(_enlarged(tile), (x, y))
            brush.text((x + 2, y + CELL), caption, INK)
        top += TITLE + step * count
    return picture


def misread_columns(
    drawings: Sequence[Drawing], wrong: np.ndarray
) -> dict[str, list[int]]:
    """Columns of the misread drawings by title, the most often misread first.

    `wrong` is bool (conditions, n).
    """
    times = wrong.sum(0)
    columns = defaultdict(list)
    for column in np.argsort(-times, kind="stable")[: np.count_nonzero(times)]:
        columns[drawings[column].title].append(int(column))
    return columns


def _enlarged(tile: np.ndarray) -> Image.Image:
    grey = to_bytes(1 - tile)
    return Image.fromarray(grey).resize((CELL, CELL), Image.Resampling.BOX)
