"""The misread numbers as one picture: the ink, and what was read of which part.

Among them is what is no number and was read as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from ml.evaluation.drawings import Drawing
from ml.evaluation.mistakes import GAP, INK, PAPER, TITLE, misread_columns
from ml.evaluation.predictions import DrawingReader, Predictions
from ml.evaluation.scores import (
    ANSWER_NAMES,
    answer_names,
    are_numbers,
    right_answers,
)
from ml.inference.networks import NOT_A_DIGIT
from ml.numbers.drawing_answer import answer_drawing
from ml.preprocessing.ink import PlacedInk
from ml.preprocessing.tile import to_bytes

MOST = 200  # numbers: more than that nobody looks at
COLUMNS, WIDTH, HEIGHT, CAPTION = 8, 190, 110, 14  # pixels, but for the columns
MARGIN = 4  # pixels around the ink: boxes are a little larger than it
NONE = ANSWER_NAMES[NOT_A_DIGIT]
BOX, FAINT = 110, 0.55  # the boxes' grey; the ink is lighter, so that they show


@dataclass(frozen=True)
class MisreadNumber:
    """One cell of the picture."""

    caption: str  # "42>47 93% thin x2": the first of two conditions
    placed: PlacedInk | None  # None: it cannot be read
    parts: list[dict]  # of DrawingAnswer, in the picture's pixels


NumberSection = list[MisreadNumber]


def misread_numbers(
    drawings: Sequence[Drawing],
    conditions: Sequence[str],
    predictions: Predictions,
    reader: DrawingReader,
) -> dict[str, NumberSection]:
    """By title, each number once: under the first condition that misled.

    The most often misread come first. `predictions` are those of the reader's first
    version.
    """
    is_wrong = ~right_answers(drawings, predictions)
    wrong = is_wrong & are_numbers(drawings, predictions)
    names = answer_names(predictions)
    names = np.where(predictions.several_digits & (names == NONE), "doubtful", names)
    names = np.where(predictions.other_signs & (names == NONE), "signs", names)

    def cell(column: int) -> MisreadNumber:
        row, times = int(wrong[:, column].argmax()), int(wrong[:, column].sum())
        sample, condition = drawings[column].sample, conditions[row]
        sure = predictions.confidence[row, column]
        caption = f"{drawings[column].label}>{names[row, column]} {sure:.0%}"
        caption += f" {condition}" + f" x{times}" * (times > 1)
        placed = reader.ink(sample, condition)
        if placed is None:
            return MisreadNumber(caption, None, [])
        read = answer_drawing(placed, reader.classifiers[0])
        return MisreadNumber(caption, placed, read.parts or [])

    by_title = misread_columns(drawings, wrong)
    most = max(1, MOST // max(1, len(by_title)))
    sections = {}
    for title, columns in sorted(by_title.items()):
        shown = columns[:most]
        heading = f"{title}: {len(shown)} of {len(columns)} not right"
        sections[heading] = [cell(column) for column in shown]
    return sections


def number_sheet(sections: dict[str, NumberSection]) -> Image.Image:
    """The sections one below the other, dark ink on white, a box around each part."""
    step = HEIGHT + CAPTION + GAP
    lines = [-(-len(section) // COLUMNS) for section in sections.values()]
    height = sum(TITLE + step * count for count in lines)
    picture = Image.new("L", (COLUMNS * (WIDTH + GAP), height), PAPER)
    brush, top = ImageDraw.Draw(picture), 0
    for (title, section), count in zip(sections.items(), lines, strict=True):
        brush.text((2, top + 4), title, INK)
        for i, number in enumerate(section):
            x = i % COLUMNS * (WIDTH + GAP)
            y = top + TITLE + i // COLUMNS * step
            if number.placed is not None:
                picture.paste(_drawn(number.placed, number.parts), (x, y))
            brush.text((x + 2, y + HEIGHT), number.caption, INK)
        top += TITLE + step * count
    return picture


def _drawn(placed: PlacedInk, parts: list[dict]) -> Image.Image:
    """The ink as large as fits, and around each part its box, its digit above it."""
    page = Image.new("L", (WIDTH, HEIGHT), PAPER)
    height, width = placed.ink.shape
    room = WIDTH - 2 * MARGIN, HEIGHT - CAPTION - 2 * MARGIN
    scale = min(room[0] / width, room[1] / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    ink = Image.fromarray(to_bytes(1 - FAINT * placed.ink))
    page.paste(ink.resize(size, Image.Resampling.BILINEAR), (MARGIN, CAPTION + MARGIN))
    brush = ImageDraw.Draw(page)
    for part in parts:
        left, top, wide, high = part["box"]
        x = (left - placed.left) / placed.step * scale + MARGIN
        y = (top - placed.top) / placed.step * scale + CAPTION + MARGIN
        right = x + wide / placed.step * scale
        bottom = y + high / placed.step * scale
        brush.rectangle((x, y, right, bottom), outline=BOX)
        brush.text(((x + right) / 2 - 3, y - CAPTION + 2), str(part["digit"]), INK)
    return page
