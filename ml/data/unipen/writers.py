"""Which writers train, and which are held out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from ml.data.unipen.trajectory import Trajectory

VALIDATION_WRITERS = 6  # of each single file, the last ones
VALIDATION_SHARE = 0.2  # of a distribution's writers
APART_SHARE = 0.5  # of the writers of numbers
NUMBERED = re.compile(r"(.*?)(\d*)", re.DOTALL)  # the file, or any prefix; a number
OF_DISTRIBUTION = re.compile(r"[^/]+/.*\D.*")


def by_writer(pens: list[Trajectory]) -> tuple[list[Trajectory], list[Trajectory]]:
    """The trajectories to train on, and those of the writers held out.

    Nobody is on both sides, with digits or anything else.
    """
    held = held_out(pen.writer for pen in pens)
    train = [pen for pen in pens if pen.writer not in held]
    return train, [pen for pen in pens if pen.writer in held]


def held_out(writers: Iterable[str]) -> set[str]:
    """Those to choose on and never to train on.

    Of UNIPEN's distribution a fifth, by a hash of the name, so that it does not depend
    on who else is there. Of a single file the last six by number, and nobody where six
    or fewer wrote it. "pens/12" is the twelfth of pens; any other text may stand before
    the number, as in "tra12": drawings of the same people are named so elsewhere.
    """
    held: set[str] = set()
    files: dict[str, dict[str, int]] = defaultdict(dict)
    for name in writers:
        if is_of_distribution(name):
            if hashed(name) < VALIDATION_SHARE:
                held.add(name)
        else:
            match: Any = NUMBERED.fullmatch(name)  # it matches any text
            file, number = match.groups()
            files[file][name] = int(number or -1)
    for numbers in files.values():
        if len(numbers) > VALIDATION_WRITERS:
            in_order = sorted(numbers, key=lambda name: (numbers[name], name))
            held |= set(in_order[-VALIDATION_WRITERS:])
    return held


def is_apart(writer: str) -> bool:
    """Whether a writer's numbers only measure: no choice in `ml.numbers` saw them.

    True of half of all names, by the same hash, whoever else is there.
    """
    return hashed(writer) >= APART_SHARE


def is_of_distribution(writer: str) -> bool:
    """Whether a name is contributor/writer, such as aga/w03, and not file/number."""
    return bool(OF_DISTRIBUTION.fullmatch(writer))


def hashed(name: str) -> float:
    """A name as a number, even over 0..1 and the same on every machine."""
    digest = blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
