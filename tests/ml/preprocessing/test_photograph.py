"""What on a photograph is ink: not its shadows, its table or its printed lines."""

import numpy as np
import pytest
from PIL import Image

from ml.preprocessing.ink import read_ink
from ml.preprocessing.rules import without_rules
from ml.preprocessing.tile import to_tile
from tests.support.drawings import BLACK, DIGITS, WHITE, draw, encode, png

HOW = {"page": (640, 480), "pen": 20, "size": 0.5}


def noisy(pixels, deviation=2):
    noise = np.random.default_rng(0).normal(0, deviation, pixels.shape)
    return Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))


def written(digit, paper=(235, 232, 225), **how):
    page = draw(DIGITS[digit], colour=BLACK, paper=paper, **{**HOW, **how})
    return np.asarray(page.convert("RGB"), float)


def assert_reads(page, digit):
    expected = to_tile(read_ink(png(DIGITS[digit], **HOW)))
    tile = to_tile(read_ink(encode(page, "JPEG", quality=80)))
    assert np.abs(tile - expected).mean() < 0.04


@pytest.mark.parametrize("darker", [0.1, 0.2, 0.5])
@pytest.mark.parametrize("digit", [4, 8])
def test_a_shadows_edge_across_the_digit_is_no_ink(digit, darker):
    pixels = written(digit)
    x, y = np.meshgrid(np.arange(640), np.arange(480))
    pixels[x + y > 560] *= 1 - darker
    assert_reads(noisy(pixels), digit)


@pytest.mark.parametrize("table", [(90, 60, 40), (60, 62, 66), (200, 190, 170)])
@pytest.mark.parametrize("depth", [14, 40, 120])
def test_a_table_in_view_is_no_ink(table, depth):
    pixels = written(5)
    pixels[:, :depth] = table
    pixels[-depth // 2 :] = table
    assert_reads(noisy(pixels), 5)


def test_printed_lines_are_no_ink():
    pixels = written(7)
    pixels[::40] *= 0.7
    pixels[1::40] *= 0.7
    pixels[:, 5::40] *= 0.8
    assert_reads(noisy(pixels), 7)


def test_a_one_of_two_thirds_of_the_page_is_no_printed_line():
    contrast = np.zeros((400, 500), np.uint8)
    contrast[60:340, 248:256] = 160
    np.testing.assert_array_equal(without_rules(contrast), contrast)


def test_chalk_is_lighter_than_its_board():
    board = draw(DIGITS[6], colour=WHITE, paper=(50, 60, 56), **HOW)
    assert_reads(noisy(np.asarray(board.convert("RGB"), float)), 6)


@pytest.mark.parametrize("digit", [0, 1])
def test_a_canvas_whose_browser_adds_noise_reads_alike(digit):
    page = noisy(written(digit, paper=WHITE), deviation=0.7)
    assert_reads(page, digit)
