"""The ink is found whatever the pen, the page and the file."""

import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFile

from ml.preprocessing.errors import Blank
from ml.preprocessing.ink import place_ink, read_ink
from ml.preprocessing.picture import check_picture
from ml.preprocessing.tile import to_tile
from tests.support.drawings import (
    BLACK,
    DIGITS,
    RED,
    WHITE,
    blank_png,
    draw,
    encode,
    handmade_png,
    png,
)

FIVE = DIGITS[5]


def written(**how):
    return draw(FIVE, **{"colour": BLACK, "paper": WHITE, "mode": "RGB", **how})


def assert_same_drawing(picture, *, within=0.02, like=None):
    expected = to_tile(read_ink(like or png(FIVE)))
    assert np.abs(to_tile(read_ink(picture)) - expected).mean() < within


def test_ink_is_the_share_of_each_pixel_that_the_pen_covers():
    half = np.zeros((40, 40, 4), np.uint8)
    half[10:30, 10:20] = (255, 0, 0, 255)
    half[10:30, 20] = (255, 0, 0, 128)
    ink = read_ink(encode(Image.fromarray(half)))
    assert ink.dtype == np.float32
    assert ink.shape == (20, 11)
    np.testing.assert_allclose(ink[0], [1] * 10 + [0.5], atol=0.01)


@pytest.mark.parametrize("colour", [BLACK, WHITE, RED, (128, 128, 128), (255, 255, 0)])
def test_on_a_clear_page_any_colour_is_the_same_ink(colour):
    np.testing.assert_array_equal(
        read_ink(png(FIVE, colour=colour)), read_ink(png(FIVE))
    )


@pytest.mark.parametrize(
    ("colour", "paper"),
    [
        (BLACK, WHITE),
        (WHITE, BLACK),
        ((255, 192, 203), WHITE),  # pale pink
        ((255, 255, 0), WHITE),
        (RED, (0, 130, 0)),  # equally bright
        ((0, 255, 255), (0, 0, 96)),
    ],
)
def test_on_an_opaque_page_any_pen_is_the_same_ink(colour, paper):
    assert_same_drawing(png(FIVE, colour=colour, paper=paper), within=0.002)


@pytest.mark.parametrize("alpha", [64, 128])
def test_a_see_through_pen_is_full_ink(alpha):
    picture = draw(FIVE)
    picture.putalpha(picture.getchannel("A").point(lambda value: value * alpha // 255))
    assert_same_drawing(encode(picture))


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "RGBA", "LA"])
def test_every_kind_of_png_reads_alike(mode):
    assert_same_drawing(encode(written().convert(mode)))


@pytest.mark.parametrize("mode", ["LA", "P"])
def test_a_clear_page_reads_alike_in_grey_and_with_a_palette(mode):
    assert_same_drawing(encode(draw(FIVE, colour=WHITE).convert(mode)), within=0.03)


def test_sixteen_bits_of_grey_read_alike():
    grey = np.asarray(written().convert("L")).astype(np.uint16) * 257
    assert_same_drawing(encode(Image.fromarray(grey)))


def test_a_colour_named_as_clear_is_the_paper():
    assert_same_drawing(encode(written(), transparency=WHITE))


def test_an_interlaced_png_reads_alike():
    page = np.zeros((8, 8), np.uint8)
    page[2:6, 4] = 255
    passes = [page[y::dy, x::dx] for x, y, dx, dy in ADAM7]
    lines = b"".join(b"\0" + row.tobytes() for part in passes for row in part)
    ink = read_ink(handmade_png(8, 8, zlib.compress(lines), interlace=1))
    np.testing.assert_array_equal(ink, np.ones((4, 1)))


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("quality", [20, 90])
def test_a_jpeg_reads_alike(mode, quality):
    picture = encode(written().convert(mode), "JPEG", quality=quality)
    assert_same_drawing(picture)


@pytest.mark.parametrize("lossless", [True, False])
def test_a_webp_reads_alike(lossless):
    assert_same_drawing(encode(draw(FIVE), "WEBP", lossless=lossless))


def test_an_animation_is_read_by_its_first_frame():
    frames = {"save_all": True, "append_images": [draw(DIGITS[8])], "duration": 50}
    assert_same_drawing(encode(draw(FIVE), "WEBP", lossless=True, **frames))
    assert_same_drawing(encode(draw(FIVE), "PNG", **frames))


def test_a_photograph_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees to see it upright
    sideways = written().transpose(Image.Transpose.ROTATE_90)
    assert_same_drawing(encode(sideways, "JPEG", exif=exif))


def test_a_drawing_may_touch_and_fill_the_page():
    filling = {"size": 0.9, "pen": 40}
    picture = encode(written(**filling))
    assert_same_drawing(picture, like=png(FIVE, **filling), within=0.002)


def test_a_page_with_round_corners_is_still_the_paper():
    corners = Image.new("L", (400, 400))
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, 399, 399), 80, fill=255)
    page = written()
    page.putalpha(corners)
    assert_same_drawing(encode(page))


def test_a_see_through_page_is_still_the_paper():
    page = Image.new("RGBA", (400, 400), (*WHITE, 128))
    page.alpha_composite(draw(FIVE, colour=BLACK))
    assert_same_drawing(encode(page))


def test_the_frame_of_a_screenshot_is_not_ink():
    page = written()
    ImageDraw.Draw(page).rectangle((0, 0, 399, 399), outline=(90, 90, 90), width=3)
    assert_same_drawing(encode(page))


def test_a_photograph_of_unevenly_lit_paper_reads_alike():
    how = {"page": (800, 600), "pen": 24}
    page = photographed(written(colour=(40, 40, 90), paper=(225, 220, 205), **how))
    picture = encode(page, "JPEG", quality=70)
    assert_same_drawing(picture, like=png(FIVE, **how), within=0.04)


def test_a_photograph_of_empty_paper_is_blank():
    page = photographed(Image.new("RGB", (800, 600), (225, 220, 205)))
    with pytest.raises(Blank):
        read_ink(encode(page, "JPEG", quality=70))


@pytest.mark.parametrize("paper", [None, WHITE, RED])
def test_a_page_with_nothing_on_it_is_blank(paper):
    with pytest.raises(Blank, match=r"^The drawing is empty\.$"):
        read_ink(blank_png(paper=paper))


@pytest.mark.parametrize("paper", [None, WHITE])
@pytest.mark.parametrize("page", [3, 400, 2000])
def test_a_dot_of_one_pixel_is_not_blank(paper, page):
    picture = Image.new("RGBA", (page, page), (*(paper or BLACK), 255 if paper else 0))
    picture.putpixel((1, 1), (*BLACK, 255))
    np.testing.assert_array_equal(read_ink(encode(picture)), [[1]])


def test_large_drawings_are_averaged_down():
    assert max(read_ink(png(FIVE, page=(2000, 2000), pen=80)).shape) in range(128, 256)


def test_reading_leaves_pillow_as_it_was():
    before = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    read_ink(png())
    assert before == (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)


def test_threads_read_alike():
    pictures = [png(strokes) for strokes in DIGITS.values()]
    with ThreadPoolExecutor(8) as pool:
        inks = list(pool.map(read_ink, pictures * 10))
    for i, ink in enumerate(inks):
        np.testing.assert_array_equal(ink, inks[i % 10])


ADAM7 = [  # first x, first y, step x, step y of each pass over an 8x8 block
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
]


def photographed(page):
    """Darken the page towards its corners and one side; add a camera's noise."""
    x, y = np.meshgrid(np.linspace(-1, 1, page.width), np.linspace(-1, 1, page.height))
    light = (1 - 0.15 * (x * x + y * y)) * (1 - 0.1 * x)
    noise = np.random.default_rng(0).normal(0, 5, (page.height, page.width, 3))
    pixels = np.asarray(page) * light[..., None] + noise
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("side", [100, 400, 3000])
def test_the_ink_is_placed_where_it_is_on_the_picture(mode, side):
    left, top, right, bottom = np.array([0.2, 0.3, 0.5, 0.8]) * side
    picture = Image.new(mode, (side, side), (255, 255, 255, 0)[: len(mode)])
    ImageDraw.Draw(picture).rectangle((left, top, right, bottom), BLACK)
    placed = place_ink(check_picture(encode(picture)))
    rows, columns = np.nonzero(placed.ink > 0.5)
    step = placed.step
    assert placed.left + columns.min() * step == pytest.approx(left, abs=2 * step)
    assert placed.left + columns.max() * step == pytest.approx(right, abs=2 * step)
    assert placed.top + rows.min() * step == pytest.approx(top, abs=2 * step)
    assert placed.top + rows.max() * step == pytest.approx(bottom, abs=2 * step)
