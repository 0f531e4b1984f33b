"""The parts of a drawing are its digits, from left to right."""

import numpy as np
import pytest

from ml.numbers.parts import find_parts
from ml.numbers.pieces import find_pieces
from ml.preprocessing.ink import read_ink
from tests.support.drawings import DIGITS, png
from tests.support.numbers import side_by_side


def columns(part):
    inked = np.flatnonzero(part.max(axis=0))
    return inked[0], inked[-1]


@pytest.mark.parametrize("digit", DIGITS)
def test_one_digit_is_one_part(digit):
    ink = read_ink(png(DIGITS[digit]))
    (part,) = find_parts(ink)
    assert np.array_equal(part, ink)


@pytest.mark.parametrize("number", ["42", "10", "57", "2468", "1111"])
def test_each_digit_is_a_part_from_left_to_right(number):
    ink = read_ink(png(side_by_side(number)))
    parts = find_parts(ink)
    lefts = [columns(part)[0] for part in parts]
    assert len(parts) == len(number)
    assert lefts == sorted(lefts)
    assert np.array_equal(np.max(parts, axis=0), ink)


def test_a_bar_beside_its_five_belongs_to_it():
    body, bar = DIGITS[5]
    away = [(x + 0.1, y) for x, y in bar[1:]]
    five = [body, [(0.3, 0), *away]]
    assert len(find_parts(read_ink(png(five, pen=8)))) == 1


def test_digits_that_lean_over_one_another_are_two():
    lean = [[(0.5, 0), (0, 1)], [(0.9, 0), (0.4, 1)]]
    assert len(find_parts(read_ink(png(lean, pen=8)))) == 2


def test_what_stands_above_something_else_belongs_to_it():
    fraction = [[(0.2, 0), (0.2, 0.4)], [(0, 0.5), (0.4, 0.5)], [(0.2, 0.6), (0.2, 1)]]
    assert len(find_parts(read_ink(png(fraction, pen=8)))) == 1


def test_dust_has_no_parts():
    ink = np.zeros((255, 255), np.float32)
    ink[::10, ::10] = 1
    assert find_parts(ink) == []


def test_pieces_hang_together_at_corners_too():
    page = np.array(
        [
            [1, 0, 0, 1, 0, 1],
            [0, 1, 0, 1, 0, 1],
            [1, 0, 0, 1, 1, 1],
            [0, 0, 0, 0, 0, 0],
            [1, 1, 0, 0, 0, 1],
        ],
        bool,
    )
    pieces = find_pieces(page, at_most=4)
    assert sorted(int(piece.sum()) for piece in pieces) == [1, 2, 3, 7]
    assert np.array_equal(np.sum(pieces, axis=0), page)
    assert find_pieces(page, at_most=3) == []
