"""The mistakes as one picture to look at: what the network saw, what it made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from ml.evaluation.drawings import Drawing
from ml.evaluation.figures import SAID
from ml.evaluation.predictions import ERROR, Answers, Asker
from ml.inference.networks import NOT_A_DIGIT

MOST = 300  # drawings: more than that nobody looks at
SHOWN = 60  # of MNIST's digits: the picture stands in a card too
COLUMNS, CELL, CAPTION, GAP = 20, 56, 14, 4  # pixels, but for the columns
LETTERS = 6  # of a label: more would run into the next caption
PAPER, INK, TITLE = 255, 0, 20

Section = list[tuple[str, np.ndarray | None]]  # captions and tiles (side, side)


def misread_drawings(
    drawings: Sequence[Drawing],
    conditions: Sequence[str],
    answers: Answers,
    asker: Asker,
) -> dict[str, Section]:
    """By set or group, each drawing once: under the first condition of its mistakes.

    "7>1 x5": under five conditions. The most often misread come first. `asker` has the
    version that answered as its first.
    """
    truth = np.array([one.digit for one in drawings])
    wrong = answers.digits != truth
    wrong &= (answers.digits != ERROR) | (truth != NOT_A_DIGIT)
    times = wrong.sum(0)
    found = defaultdict(list)
    for i in np.argsort(-times, kind="stable")[: (times > 0).sum()]:
        one = drawings[i]
        kind = one.set if one.group == "digit" else f"{one.set}, {one.group}"
        found[kind].append(int(i))
    most = MOST if (times > 0).sum() <= MOST else max(1, MOST // len(found))
    sections = {}
    for name, rows in sorted(found.items()):
        section: Section = []
        for i in rows[:most]:
            row = int(wrong[:, i].argmax())
            caption = f"{drawings[i].label[:LETTERS]}>{SAID[answers.digits[row, i]]}"
            many = f" x{times[i]}" if times[i] > 1 else ""
            ink = asker.ink(drawings[i].sample, conditions[row])
            tile = None if ink is None else asker.classifiers[0].prepare(ink)
            section.append((caption + many, tile))
        title = f"{name}: {len(section)} of {len(rows)} misread"
        sections[title] = section
    return sections


def misread_tiles(
    tiles: np.ndarray, labels: np.ndarray, answers: Answers
) -> dict[str, Section]:
    """Of MNIST's test set: the surest mistakes first; `answers` has one row."""
    said = answers.digits[0]
    rows = np.flatnonzero(said != labels)
    rows = rows[np.argsort(-answers.confidence[0, rows], kind="stable")]
    section = [(f"{labels[i]}>{SAID[said[i]]}", tiles[i]) for i in rows[:SHOWN]]
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


def _enlarged(tile: np.ndarray) -> Image.Image:
    grey = np.rint(255 * (1 - tile)).astype(np.uint8)
    return Image.fromarray(grey).resize((CELL, CELL), Image.Resampling.BOX)
