"""A kept picture as a PNG that shows its ink on any ground."""

import io

from PIL import Image

from recognizer.drawings.pictures_on_paper import picture_on_paper
from tests.support.drawings import RED, SEVEN, encode, png

PALE = (250, 240, 120)


def on_paper(picture):
    return Image.open(io.BytesIO(picture_on_paper(picture)))


def test_clear_pixels_become_white_paper():
    image = on_paper(png(SEVEN, colour=RED))
    assert image.mode == "RGB"
    assert image.getpixel((0, 0)) == (255, 255, 255)
    assert RED in {colour for _, colour in image.getcolors(100_000)}


def test_pale_ink_is_laid_on_dark_paper():
    image = on_paper(png(SEVEN, colour=PALE))
    assert sum(image.getpixel((0, 0))) < 100
    assert PALE in {colour for _, colour in image.getcolors(100_000)}


def test_a_photograph_keeps_its_own_paper_and_is_made_smaller():
    photograph = Image.new("RGB", (2000, 1000), (180, 170, 150))
    image = on_paper(encode(photograph, "JPEG"))
    assert image.size == (560, 280)
    assert max(image.getpixel((0, 0))) < 190
