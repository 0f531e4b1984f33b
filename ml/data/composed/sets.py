"""The sets that are composed of one writer's characters at a time.

`composed` are numbers; `composed_signs` numbers with a minus, a point or a letter among
the digits; `composed_words` letters and symbols in a row. The characters are those of
the other sets of the same folder, so that whom training keeps apart stays apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count as count_up
from itertools import cycle, islice

import numpy as np
from numpy.random import Generator

from ml.data.composed.hands import (
    DIGIT,
    LETTER,
    LOOK_ALIKE,
    SYMBOL,
    Character,
    Hand,
)
from ml.data.composed.line import write_line
from ml.data.strokes import choose

LENGTHS = range(2, 13)  # digits of a number, each as often
LEAST_DIGITS = 5  # that a writer must have drawn: else all numbers are 11 or 000
ALL = 400  # drawings of a set, where no limit is given

Maker = Callable[[Hand, int, Generator], list[Character]]


def _number(hand: Hand, index: int, rng: Generator) -> list[Character]:
    return row(hand, DIGIT, LENGTHS[index % len(LENGTHS)], rng)


def _with_minus(hand: Hand, _: int, rng: Generator) -> list[Character]:
    """In front, or between two digits: at the end nobody writes one."""
    digits = row(hand, DIGIT, int(rng.integers(2, 5)), rng)
    x = np.linspace(0, 1, 8)
    sign = np.stack([x, x * rng.normal(0, 0.06) + rng.normal(0, 0.01, 8)], 1)
    place = 0 if rng.random() < 0.5 else int(rng.integers(1, len(digits)))
    return [*digits[:place], ("-", [sign]), *digits[place:]]


def _with_point(hand: Hand, _: int, rng: Generator) -> list[Character]:
    """A dot or a short tail, between two digits."""
    digits = row(hand, DIGIT, int(rng.integers(2, 5)), rng)
    angle = np.linspace(0, 2 * np.pi, 6)
    dot = np.stack([np.cos(angle), np.sin(angle)], 1) / 2
    tail = np.array([[rng.uniform(0.2, 0.7), 0.0], [0.0, 1.0]])
    sign = (".", [dot]) if rng.random() < 0.5 else (",", [tail])
    place = int(rng.integers(1, len(digits)))
    return [*digits[:place], sign, *digits[place:]]


def _with_letter(hand: Hand, _: int, rng: Generator) -> list[Character]:
    digits = row(hand, DIGIT, int(rng.integers(2, 5)), rng)
    place = int(rng.integers(len(digits) + 1))
    return [*digits[:place], hand.character(LETTER, rng), *digits[place:]]


def _pair(hand: Hand, _: int, rng: Generator) -> list[Character]:
    return row(hand, LETTER, 2, rng)


def _word(hand: Hand, _: int, rng: Generator) -> list[Character]:
    """Of 3 to 6 letters; less than half of them look like digits."""
    letters = row(hand, LETTER, int(rng.integers(3, 7)), rng)
    if hand.labels(LOOK_ALIKE):
        for place in rng.permutation(len(letters))[: (len(letters) - 1) // 2]:
            label, strokes = hand.character(LOOK_ALIKE, rng)
            if label.isalpha():
                letters[place] = label, strokes
    return letters


def _symbols(hand: Hand, _: int, rng: Generator) -> list[Character]:
    return row(hand, SYMBOL, int(rng.integers(2, 5)), rng)


def _look_alikes(hand: Hand, _: int, rng: Generator) -> list[Character]:
    return row(hand, LOOK_ALIKE, int(rng.integers(2, 5)), rng)


def row(hand: Hand, kind: str, length: int, rng: Generator) -> list[Character]:
    return [hand.character(kind, rng) for _ in range(length)]


# By set, then by group (None: the label says that it is a number): who can make it.
SETS: dict[str, dict[str | None, tuple[Maker, tuple[str, ...]]]] = {
    "composed": {None: (_number, (DIGIT,))},
    "composed_signs": {
        "minus": (_with_minus, (DIGIT,)),
        "point": (_with_point, (DIGIT,)),
        "letter": (_with_letter, (DIGIT, LETTER)),
    },
    "composed_words": {
        "pair of letters": (_pair, (LETTER,)),
        "word": (_word, (LETTER,)),
        "row of symbols": (_symbols, (SYMBOL,)),
        LOOK_ALIKE: (_look_alikes, (LOOK_ALIKE,)),
    },
}


def compose(name: str, hands: Sequence[Hand], count: int, seed: int) -> list[dict]:
    """`count` samples (0: 400) of the set `name`, its groups in turn.

    A group that none of the hands can make is left out; the same hands, count and seed
    give the same samples.
    """
    makers = {}
    for group, (maker, kinds) in SETS[name].items():
        able = [hand for hand in hands if has(hand, kinds)]
        if able:
            makers[group] = maker, able
    turns = islice(zip(count_up(), cycle(makers.items())), count or ALL)
    return [
        _sample(name, index, group, maker, able, seed)
        for index, (group, (maker, able)) in turns
    ]


def _sample(
    name: str,
    index: int,
    group: str | None,
    maker: Maker,
    hands: Sequence[Hand],
    seed: int,
) -> dict:
    rng = np.random.default_rng([seed, index])
    hand = choose(hands, rng)
    characters = maker(hand, index, rng)
    sample = {
        "label": "".join(label for label, _ in characters),
        "writer": hand.writer,
        "id": index,
        "set": name,
        "strokes": write_line(characters, rng),
    }
    return sample if group is None else {**sample, "group": group}


def has(hand: Hand, kinds: Sequence[str]) -> bool:
    """Whether a writer drew enough of each kind."""
    return all(
        len(hand.labels(kind)) >= (LEAST_DIGITS if kind == DIGIT else 1)
        for kind in kinds
    )
