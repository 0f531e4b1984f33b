"""Photographs as phones take them: too large to be sent as they are."""

import io

import numpy as np
import pytest
from PIL import Image

from recognizer.models import Drawing
from tests.support.canvases import NOISE, browse_with
from tests.support.drawings import BLACK, draw, encode
from tests.support.visitor import expect_answer, expect_sentence

pytestmark = pytest.mark.browser

PAPER = (200, 200, 190)
TURNED = 6  # EXIF: show it a quarter turn to the right


@pytest.fixture(scope="module")
def photo():
    """A seven on paper, 12 megapixels with a sensor's grain, lying on its side."""
    small = draw(page=(756, 1008), pen=24, colour=BLACK, paper=PAPER, mode="RGB")
    pixels = np.asarray(small.resize((3024, 4032))).astype(np.int16)
    pixels += np.random.default_rng(0).integers(-12, 13, (4032, 3024, 1), np.int16)
    picture = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    exif = Image.Exif()
    exif[0x0112] = TURNED
    return encode(picture.rotate(90, expand=True), "JPEG", quality=95, exif=exif)


def choose(page, picture):
    file = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture}
    page.get_by_label("choose a picture").set_input_files(file)


def test_a_photograph_is_made_smaller_and_answered(page, photo):
    assert len(photo) > 4_000_000
    choose(page, photo)
    expect_answer(page, "Seven")
    picture = Image.open(io.BytesIO(Drawing.objects.get().picture))
    assert (picture.format, picture.size) == ("JPEG", (768, 1024))


def test_where_a_canvas_is_not_to_be_trusted_only_a_small_one_is_sent(page, photo):
    browse_with(page, NOISE)
    choose(page, photo)
    expect_sentence(page, "The file is over 1 MB. Send a smaller PNG, JPEG or WebP.")
    small = draw(page=(756, 1008), pen=24, colour=BLACK, paper=PAPER, mode="RGB")
    choose(page, encode(small, "JPEG"))
    expect_answer(page, "Seven")
