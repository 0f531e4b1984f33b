"""A number is several digits; letters, signs and scribbles are none."""

import numpy as np
import pytest

from ml.data import non_digits
from ml.data.hershey import letters
from ml.inference.version_files import find_version, load_version
from ml.numbers.several_digits import shows_several_digits
from ml.preprocessing.ink import read_ink
from tests.support.drawings import DIGITS, png
from tests.support.numbers import side_by_side


@pytest.fixture(scope="module")
def base():
    return load_version(find_version("base"))


def is_several(strokes, base):
    return shows_several_digits(read_ink(png(strokes, pen=10)), base)


@pytest.mark.parametrize("number", ["42", "70", "2468", "357"])
def test_a_number_is_several_digits(number, base):
    assert is_several(side_by_side(number), base)


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_is_not(digit, base):
    assert not is_several(DIGITS[digit], base)


def test_a_digit_beside_something_else_is_not(base):
    star = [[(1, 0), (1.6, 1)], [(1.6, 0), (1, 1)], [(1, 0.5), (1.6, 0.5)]]
    assert not is_several([*DIGITS[7], *star], base)


@pytest.mark.parametrize("kind", ["scribble", "dots", "flat_line", "shading"])
def test_what_is_made_of_no_digits_is_not(kind, base):
    rng = np.random.default_rng(0)
    drawings = [getattr(non_digits, kind)(rng) for _ in range(10)]
    assert not any(is_several(strokes, base) for strokes in drawings)


def test_a_letter_is_not(base):
    assert not any(is_several(list(letter), base) for letter in letters())
