"""Which writers train, and which are held out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ml.data.unipen.trajectory import Trajectory

VALIDATION_WRITERS = 6  # of each single file, the last ones
NUMBERED = re.compile(r"(.*?)(\d*)", re.DOTALL)  # the file, or any prefix; a number


def by_writer(pens: list[Trajectory]) -> tuple[list[Trajectory], list[Trajectory]]:
    """The trajectories to train on, and those of the writers held out.

    Nobody is on both sides, with digits or anything else.
    """
    held = held_out(pen.writer for pen in pens)
    train = [pen for pen in pens if pen.writer not in held]
    return train, [pen for pen in pens if pen.writer in held]


def held_out(writers: Iterable[str]) -> set[str]:
    """The last six writers of each file, by number; nobody of a file with six or fewer.

    "pens/12" is the twelfth of pens. Any other text may stand before the number, as in
    "tra12": drawings of the same people are named so elsewhere.
    """
    held: set[str] = set()
    files: dict[str, dict[str, int]] = defaultdict(dict)
    for name in writers:
        match: Any = NUMBERED.fullmatch(name)  # it matches any text
        file, number = match.groups()
        files[file][name] = int(number or -1)
    for numbers in files.values():
        if len(numbers) > VALIDATION_WRITERS:
            in_order = sorted(numbers, key=lambda name: (numbers[name], name))
            held |= set(in_order[-VALIDATION_WRITERS:])
    return held
