"""A number is read from its digits; letters, signs and scribbles are none."""

import numpy as np
import pytest

from ml.data import non_digits
from ml.data.hershey import letters
from ml.inference.version_files import find_version, load_version
from ml.numbers.pieces import find_pieces
from ml.numbers.reading import Kind, fit_number, read_number
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
        box = ink[round(top) : round(top + height), round(left) : round(left + width)]
        assert box.max() == part.ink.max()


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


def test_hardly_a_letter_is(base):
    readings = [read(list(letter), base) for letter in letters()]
    assert sum(bool(reading.number) for reading in readings) < len(readings) / 10


POINT = [(0.0, 0.98), (0.02, 1.0)]
MINUS = [(0.0, 0.5), (0.35, 0.5)]


def beside(sign, digits, gap=0.2):
    """The sign, and then the digits, a gap between them."""
    right = max(x for x, _ in sign)
    left = min(x for stroke in digits for x, _ in stroke)
    shift = right - left + gap
    return [sign, *([(x + shift, y) for x, y in stroke] for stroke in digits)]


@pytest.mark.parametrize("sign", [POINT, MINUS])
@pytest.mark.parametrize("pen", [4, 10])
def test_a_sign_beside_digits_is_not_read_as_nothing(sign, pen, base):
    first = DIGITS[3]
    right = max(x for stroke in first for x, _ in stroke)
    rest = [[(x + right + 0.2, y) for x, y in s] for s in beside(sign, DIGITS[5])]
    reading = read_number(read_ink(png([*first, *rest], pen=pen)), base)
    assert reading.kind == Kind.MIXED


@pytest.mark.parametrize("number", ["42", "12345", "0123456789", "100000000000"])
@pytest.mark.parametrize("tilt", [-12, 12])
def test_a_tilted_number_is_read(number, tilt, base):
    cos, sin = np.cos(np.deg2rad(tilt)), np.sin(np.deg2rad(tilt))
    strokes = [
        [(x * cos - y * sin, x * sin + y * cos) for x, y in stroke]
        for stroke in side_by_side(number)
    ]
    assert read_number(read_ink(png(strokes, pen=4)), base).number == number


def test_digits_that_touch_are_cut(base):
    right = max(x for stroke in DIGITS[2] for x, _ in stroke)
    three = [[(x + right, y) for x, y in stroke] for stroke in DIGITS[3]]
    ink = read_ink(png([*DIGITS[2], *three], pen=20))
    assert len(find_pieces(ink > 0.3, at_most=9)) == 1
    assert read_number(ink, base).number == "23"


def test_what_has_no_end_is_refused_soon(base):
    page = np.zeros((255, 255), np.float32)
    page[::2, ::2] = 1
    assert read_number(page, base).kind == Kind.NONE
    assert fit_number(page, "42", base) is None
