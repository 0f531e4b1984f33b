"""Numbers and words are composed of one writer's characters."""

import numpy as np
import pytest

from ml.data.composed.hands import find_hands
from ml.data.composed.line import write_line
from ml.data.composed.sets import SETS, compose
from ml.data.unipen.distribution import LOOK_ALIKES
from tests.support.drawings import DIGITS

CROSS = [[(0, 0), (0.8, 1)], [(0, 1), (0.8, 0)]]
LEVEL = [[(0, 0), (1, 0)]]


def sample(label, writer, strokes):
    return {"label": label, "writer": writer, "strokes": strokes}


def samples():
    """Two writers of digits, of whom one wrote letters and symbols too."""
    digits = [
        sample(str(digit), writer, strokes)
        for writer in ("anna", "bert")
        for digit, strokes in DIGITS.items()
    ]
    others = [sample(label, "anna", CROSS) for label in ("X", "k", "+", "O", "l")]
    return digits + others


def columns_of(strokes):
    """Each stroke's first and last column, in the strokes' median height: (n, 2)."""
    height = np.median([np.ptp(stroke[:, 1]) for stroke in strokes])
    ends = [[stroke[:, 0].min(), stroke[:, 0].max()] for stroke in strokes]
    return np.array(ends) / height


def test_numbers_have_two_to_twelve_digits_of_one_writer():
    numbers = compose("composed", find_hands(samples()), 44, 0)
    lengths = [len(number["label"]) for number in numbers]
    assert sorted(set(lengths)) == list(range(2, 13))
    assert all(number["label"].isdigit() for number in numbers)
    assert {number["writer"] for number in numbers} == {"anna", "bert"}
    count = {digit: len(strokes) for digit, strokes in DIGITS.items()}
    for number in numbers:
        strokes = sum(count[int(digit)] for digit in number["label"])
        assert len(number["strokes"]) == strokes


def test_the_same_seed_composes_the_same():
    hands = find_hands(samples())
    for name in SETS:
        first, again, other = (compose(name, hands, 6, seed) for seed in (0, 0, 1))
        assert repr(first) == repr(again) != repr(other)


def test_signs_stand_among_digits_and_letters_are_of_the_same_writer():
    signs = compose("composed_signs", find_hands(samples()), 30, 0)
    of = {"minus": "-", "point": ".,", "letter": "Xk"}
    assert [drawing["group"] for drawing in signs[:3]] == list(of)
    for drawing in signs:
        others = [label for label in drawing["label"] if not label.isdigit()]
        assert len(others) == 1
        assert others[0] in of[drawing["group"]]
        if drawing["group"] == "letter":
            assert drawing["writer"] == "anna"
        if drawing["group"] == "point":
            assert drawing["label"][0].isdigit()
            assert drawing["label"][-1].isdigit()


def test_words_are_mostly_of_letters_that_are_told_from_digits():
    words = compose("composed_words", find_hands(samples()), 40, 0)
    of_words = [word["label"] for word in words if word["group"] == "word"]
    assert of_words
    for label in of_words:
        assert sum(letter in LOOK_ALIKES for letter in label) < len(label) / 2
    pairs = [word["label"] for word in words if word["group"] == "pair of letters"]
    assert {len(pair) for pair in pairs} == {2}
    alike = "".join(w["label"] for w in words if w["group"] == "lookalike")
    assert set(alike) == {"O", "l"}


def test_what_nobody_can_write_is_left_out():
    digits = find_hands(s for s in samples() if s["writer"] == "bert")
    assert compose("composed_words", digits, 9, 0) == []
    groups = {s["group"] for s in compose("composed_signs", digits, 9, 0)}
    assert groups == {"minus", "point"}
    few = find_hands(s for s in samples() if s["label"] in "0123")
    assert compose("composed", few, 9, 0) == []


def test_characters_without_strokes_and_words_make_no_hand():
    words = [sample("42", "c", DIGITS[4]), {"label": "7", "writer": "d", "ink": 0}]
    assert find_hands(words) == []


def gaps_of(digit):
    """Between twelve of a digit of one stroke, in twenty lines; and their steps."""
    character = (str(digit), [np.array(DIGITS[digit][0], float)])
    lines = [
        columns_of(write_line([character] * 12, np.random.default_rng(seed)))
        for seed in range(20)
    ]
    gaps = np.concatenate([columns[1:, 0] - columns[:-1, 1] for columns in lines])
    return gaps, np.concatenate([np.diff(columns[:, 0]) for columns in lines])


def test_neighbours_have_a_gap_mostly_and_touch_now_and_then():
    gaps, _ = gaps_of(0)
    assert np.median(gaps) == pytest.approx(0.3, abs=0.1)
    assert 0 < np.mean(gaps < 0) < 0.15


def test_lines_side_by_side_keep_their_order():
    _, steps = gaps_of(1)
    assert (steps > 0).all()


def test_a_minus_is_halfway_up_and_a_point_on_the_line():
    one = ("1", [np.array(DIGITS[1][0], float)])
    minus, point = ("-", [np.array(LEVEL[0], float)]), (".", [np.zeros((1, 2))])
    heights = {"-": [], ".": []}
    for seed in range(20):
        rng = np.random.default_rng(seed)
        line = write_line([one, minus, one, point, one], rng)
        top, tall = line[2][:, 1].min(), np.ptp(line[2][:, 1])
        heights["-"].append((line[1][:, 1].mean() - top) / tall)
        heights["."].append((line[3][:, 1].mean() - top) / tall)
    assert np.mean(heights["-"]) == pytest.approx(0.5, abs=0.08)
    assert np.mean(heights["."]) > 0.8
