"""Photographs that code composes are the same by seed, and most are read right."""

from contextlib import suppress

import pytest

from ml.evaluation.photographs.compose import photograph
from ml.evaluation.photographs.kinds import KINDS
from ml.evaluation.renderer import PHOTOGRAPHS, choose_conditions
from ml.inference.networks import NOT_A_DIGIT
from ml.inference.version_files import WEIGHTS, load_version
from ml.preprocessing.errors import Blank
from ml.preprocessing.ink import read_ink
from tests.support.drawings import DIGITS


@pytest.fixture(scope="module")
def base():
    return load_version(WEIGHTS / "base")


def sample(digit):
    return {"label": str(digit), "writer": "code", "strokes": DIGITS[digit]}


def test_a_photograph_is_the_same_for_the_same_seed():
    first, again, other = (photograph(sample(3), "photo-hand", s) for s in (0, 0, 1))
    assert first == again != other


@pytest.mark.parametrize(
    "kind",
    ["photo-pencil", "photo-hand", "photo-squared", "photo-table-all"],
)
def test_nine_of_ten_photographs_are_read_right(base, kind):
    right = 0
    for digit in range(10):
        ink = read_ink(photograph(sample(digit), kind, 0))
        right += base.answer(base.prepare(ink)).digit == digit
    assert right >= 9


def test_an_empty_sheet_on_a_table_is_no_digit(base):
    empty = {"label": "", "writer": "code", "strokes": []}
    picture = photograph(empty, "photo-table-2", 0)
    with suppress(Blank):
        assert base.answer(base.prepare(read_ink(picture))).digit == NOT_A_DIGIT


def test_photographs_are_conditions_that_may_be_named():
    class Renderer:
        CONDITIONS = {"plain": {}}

    assert choose_conditions(Renderer, PHOTOGRAPHS) == list(KINDS)
    assert choose_conditions(Renderer, "plain,photo-hand") == ["plain", "photo-hand"]
    assert choose_conditions(Renderer, "all") == ["plain"]
