"""The sheet that a person judges: a version's mistakes, hidden among what it reads.

Whoever judges sees numbered drawings, as the canvas shows them, in no order: neither
label nor answer, and half of them are controls, so that a hard one tells nothing.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from ml.evaluation.drawings import DIGIT, LOOK_ALIKE, NUMBER, Drawing
from ml.evaluation.predictions import Predictions
from ml.evaluation.scores import right_answers

COLUMNS, ROWS = 6, 7  # of a page
CELL, CAPTION, GAP = 180, 18, 6  # pixels
FORM, KEY = "form.csv", "key.json"
HEAD = ("number", "reading")
NO_DIGIT = "-"  # the reading of what is no digit


def choose_to_judge(
    drawings: Sequence[Drawing], predictions: Predictions, seed: int
) -> tuple[list[int], dict]:
    """The columns of the drawings to judge, shuffled, and their key.

    Of each title, but for look-alikes and numbers, all mistakes under the first
    condition and, by chance, as many others. The key holds how many drawings of each
    title there were, and of those to judge, in order: "of" which title, "truth", and if
    a "mistake".
    """
    wrong = ~right_answers(drawings, predictions)[0]
    rng = np.random.default_rng(seed)
    columns, counts = [], {}
    judged = [drawing.group not in (LOOK_ALIKE, NUMBER) for drawing in drawings]
    titles = np.array([drawing.title for drawing in drawings])
    for title in dict.fromkeys(titles[judged].tolist()):
        of_title = (titles == title) & judged
        mistakes = np.flatnonzero(of_title & wrong)
        others = np.flatnonzero(of_title & ~wrong)
        controls = rng.permutation(others)[: len(mistakes)]
        columns += [*mistakes.tolist(), *controls.tolist()]
        counts[title] = {"n": int(of_title.sum()), "mistakes": len(mistakes)}
    columns = [columns[i] for i in rng.permutation(len(columns))]
    rows = [
        {
            "of": drawings[column].title,
            "truth": _truth(drawings[column]),
            "mistake": bool(wrong[column]),
        }
        for column in columns
    ]
    return columns, {"sets": counts, "drawings": rows}


def write_sheet(out: Path, pictures: Sequence[bytes], key: dict) -> list[Path]:
    """Write pages, an empty form and the key into `out`; return the pages.

    `pictures` are PNGs in the key's order.
    """
    out.mkdir(parents=True, exist_ok=True)
    pages = []
    for number, page in enumerate(draw_pages(pictures), 1):
        pages.append(out / f"sheet-{number}.png")
        page.save(pages[-1])
    with (out / FORM).open("w", newline="") as file:
        rows = ((number, "") for number in range(1, len(pictures) + 1))
        csv.writer(file).writerows([HEAD, *rows])
    (out / KEY).write_text(json.dumps(key, indent=1) + "\n")
    return pages


def draw_pages(pictures: Sequence[bytes]) -> Iterator[Image.Image]:
    """Pages of numbered pictures, on white."""
    per_page, step = COLUMNS * ROWS, CELL + CAPTION + GAP
    for start in range(0, len(pictures), per_page):
        on_page = pictures[start : start + per_page]
        height = -(-len(on_page) // COLUMNS) * step
        page = Image.new("RGB", (COLUMNS * (CELL + GAP), height), "silver")
        brush = ImageDraw.Draw(page)
        for i, picture in enumerate(on_page):
            x, y = i % COLUMNS * (CELL + GAP), i // COLUMNS * step
            brush.text((x + 2, y + 3), str(start + i + 1), "black")
            page.paste(_on_white(picture), (x, y + CAPTION))
        yield page


def _on_white(picture: bytes) -> Image.Image:
    """A canvas's PNG on a white square, at most as large as a cell."""
    drawn = Image.open(io.BytesIO(picture)).convert("RGBA")
    drawn.thumbnail((CELL, CELL))
    square = Image.new("RGBA", (CELL, CELL), "white")
    square.alpha_composite(
        drawn, ((CELL - drawn.width) // 2, (CELL - drawn.height) // 2)
    )
    return square.convert("RGB")


def _truth(drawing: Drawing) -> str:
    return drawing.label if drawing.group == DIGIT else NO_DIGIT
