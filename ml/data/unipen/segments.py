"""The characters of a recording: labels, and the strokes that their numbers name."""

from __future__ import annotations

import re

import numpy as np

from ml.data.mnist import BadData
from ml.data.unipen.recording import Component, Recording
from ml.data.unipen.statements import Statement, read_points

CHARACTER = re.compile(r'\s*CHARACTER\s+(\S+)\s+\S+\s+"((?:[^"\\]|\\.)+)"\s*')
# "3", "3-4" and, from the tenth point of 3 to the 20th of 4, "3:10-4:20"
SPAN = re.compile(r"(\d+)(?::(\d+))?(?:-(\d+)(?::(\d+))?)?")


def read_segment(segment: Statement) -> tuple[str, str]:
    """The components' numbers, such as "3,5-6", and the label. Raises BadData."""
    if not (match := CHARACTER.fullmatch(segment.body)):
        got = segment.body.strip()
        raise BadData(f"{segment.where}: expected a labelled CHARACTER, got {got!r}.")
    return match[1], re.sub(r"\\(.)", r"\1", match[2])


def strokes_of(recording: Recording, numbers: str, where: str) -> tuple[str, list]:
    """The writer, and the strokes of those components that are on the paper.

    Raises BadData where `numbers` name none or what the recording lacks.
    """
    parts = [
        part
        for span in numbers.split(",")
        for part in _parts(recording.components, span, where)
    ]
    strokes = [
        _without_rests(read_points(pen, *columns)[start:end])
        for (pen, _, columns), start, end in parts
        if pen.keyword == "PEN_DOWN"
    ]
    return parts[0][0].writer, [stroke for stroke in strokes if len(stroke)]


def _parts(
    components: list[Component], span: str, where: str
) -> list[tuple[Component, int, int | None]]:
    """A span's components, each with its first point and the one after its last."""
    known = f"components of 0 to {len(components) - 1}"
    wrong = BadData(f"{where}: expected {known}, got {span!r}.")
    if not (match := SPAN.fullmatch(span)):
        raise wrong
    first, start, last, end = match.groups()
    last, end = (last, end) if last else (first, start)
    if not int(first) <= int(last) < len(components):
        raise wrong
    numbers = range(int(first), int(last) + 1)
    starts = [int(start or 0)] + [0] * (len(numbers) - 1)
    ends = [None] * (len(numbers) - 1) + [int(end) + 1 if end else None]
    return [
        (components[number], start, end)
        for number, start, end in zip(numbers, starts, ends, strict=True)
    ]


def _without_rests(points: np.ndarray) -> np.ndarray:
    """Points float (n, 2) without those where the pen stood still."""
    moved = np.any(points[1:] != points[:-1], axis=1)
    return points[np.concatenate([[True], moved])[: len(points)]]
