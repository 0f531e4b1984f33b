"""A number is read from its digits; letters, signs and scribbles are none."""

import numpy as np
import pytest

from ml.data import non_digits
from ml.data.hershey import letters
from ml.inference.version_files import find_version, load_version
from ml.numbers.reading import fit_number, read_number
from ml.preprocessing.ink import read_ink
from tests.support.drawings import DIGITS, png
from tests.support.numbers import side_by_side


@pytest.fixture(scope="module")
def base():
    return load_version(find_version("base"))


def read(strokes, base):
    return read_number(read_ink(png(strokes, pen=10)), base)


@pytest.mark.parametrize("number", ["42", "70", "2468", "357", "007"])
def test_a_number_is_read(number, base):
    reading = read(side_by_side(number), base)
    assert reading.number == number
    assert "".join(str(part.digit) for part in reading.parts) == number
    assert 0 < reading.confidence <= min(part.confidence for part in reading.parts)
    lefts = [part.left for part in reading.parts]
    assert lefts == sorted(lefts)


def test_a_parts_ink_is_what_its_box_holds(base):
    ink = read_ink(png(side_by_side("42"), pen=10))
    for part in read_number(ink, base).parts:
        left, top, width, height = part.left, part.top, part.width, part.height
        assert width > 0 < height
        assert base.answer(base.prepare(part.ink)).digit == part.digit
        assert ink[top : top + height, left : left + width].max() == part.ink.max()


def test_a_known_number_fits_its_parts_and_another_does_not(base):
    ink = read_ink(png(side_by_side("42"), pen=10))
    parts = fit_number(ink, "42", base)
    assert [part.digit for part in parts] == [4, 2]
    assert fit_number(ink, "888", base) is None


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_is_not(digit, base):
    assert not read(DIGITS[digit], base).number


def test_a_digit_beside_something_else_is_not(base):
    star = [[(1, 0), (1.6, 1)], [(1.6, 0), (1, 1)], [(1, 0.5), (1.6, 0.5)]]
    assert not read([*DIGITS[7], *star], base).number


@pytest.mark.parametrize("kind", ["scribble", "dots", "flat_line", "shading"])
def test_what_is_made_of_no_digits_is_not(kind, base):
    rng = np.random.default_rng(0)
    drawings = [getattr(non_digits, kind)(rng) for _ in range(10)]
    assert not any(read(strokes, base).number for strokes in drawings)


def test_a_letter_is_not(base):
    assert not any(read(list(letter), base).number for letter in letters())
