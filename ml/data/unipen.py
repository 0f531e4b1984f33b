"""Pen trajectories in UNIPEN form, as pendigits and others are published.

UNIPEN: Guyon et al. 1994, "UNIPEN project of on-line data exchange and recognizer
benchmarks". pendigits: Alpaydin and Alimoglu 1998, "Pen-Based Recognition of
Handwritten Digits", UCI, files pendigits-orig.tra and .tes, CC BY 4.0.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ml.data.mnist import BadData

SEGMENT = re.compile(r'\.SEGMENT\s+DIGIT\s.*"(\d)"\s*$')
COMMENT = re.compile(r"\.COMMENT\s+\d\s+(\d+)\b")  # digit, writer, number
VALIDATION_WRITERS = 6  # of each file, the last ones: chosen on, never trained on
WRITER = re.compile(r"(.*?)(\d*)", re.DOTALL)  # the file, or any prefix; a number


class Trajectory(NamedTuple):
    """What one writer's pen did for one digit."""

    label: int
    writer: str  # file/number: numbers start again in each file
    strokes: list  # arrays, float (n, 2) each: x, y with y down


def read_unipen(path: str | Path) -> list[Trajectory]:
    """Read the digits of a file, in its order. The format's y points up.

    Raises BadData with the line that is wrong, FileNotFoundError without a file.
    """
    file = Path(path).stem
    trajectories: list[Trajectory] = []
    pen_is_down = False
    for number, line in enumerate(Path(path).read_text("latin-1").splitlines(), 1):
        if segment := SEGMENT.match(line):
            trajectories.append(Trajectory(int(segment[1]), f"{file}/", []))
            pen_is_down = False
        elif not trajectories:
            continue  # the file's own head
        elif comment := COMMENT.match(line):
            writer = f"{file}/{comment[1]}"
            trajectories[-1] = trajectories[-1]._replace(writer=writer)
        elif line.startswith(".PEN_DOWN"):
            trajectories[-1].strokes.append([])
            pen_is_down = True
        elif line.startswith("."):
            pen_is_down = False
        elif pen_is_down and line.strip():
            point = _point(line, f"{path}, line {number}")
            trajectories[-1].strokes[-1].append(point)
    if not trajectories:
        raise BadData(f"{path}: expected digits in UNIPEN form (.SEGMENT DIGIT).")
    return [_finished(pen) for pen in trajectories if any(pen.strokes)]


def by_writer(pens: list[Trajectory]) -> tuple[list[Trajectory], list[Trajectory]]:
    """The trajectories to train on, and those of the writers held out.

    Nobody is on both sides. A file with six writers or fewer only trains.
    """
    held = held_out(pen.writer for pen in pens)
    train = [pen for pen in pens if pen.writer not in held]
    return train, [pen for pen in pens if pen.writer in held]


def held_out(writers: Iterable[str]) -> set[str]:
    """The last six writers of each file, by number; nobody of a file with six or fewer.

    "pens/12" is the twelfth of pens. Any other text may stand before the number, as in
    "tra12": drawings of the same people are named so elsewhere.
    """
    files: dict[str, dict[str, int]] = defaultdict(dict)
    for name in writers:
        match: Any = WRITER.fullmatch(name)  # it matches any text
        file, number = match.groups()
        files[file][name] = int(number or -1)
    held: set[str] = set()
    for numbers in files.values():
        if len(numbers) > VALIDATION_WRITERS:
            in_order = sorted(numbers, key=lambda name: (numbers[name], name))
            held |= set(in_order[-VALIDATION_WRITERS:])
    return held


def _point(line: str, where: str) -> tuple[float, float]:
    try:
        x, y = map(float, line.split()[:2])
    except ValueError:
        raise BadData(f"{where}: expected a point, got {line.strip()!r}.") from None
    return x, -y


def _finished(pen: Trajectory) -> Trajectory:
    """With arrays for lists of points, without strokes that have none."""
    strokes = [np.array(points, float) for points in pen.strokes if points]
    return pen._replace(strokes=strokes)
