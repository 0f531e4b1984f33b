"""PNGs that are written without an encoder: every reader reads the same in them."""

import io

import numpy as np
import pytest
from PIL import Image

from ml.preprocessing import picture
from ml.preprocessing.formats.png import with_stored_pixels
from ml.preprocessing.picture import check_picture, decode
from tests.support.drawings import encode, png_chunk
from tests.support.readers import by_pillow, read_by_all


def noise(height, width):
    levels = np.random.default_rng(0).integers(0, 256, (height, width, 4), np.uint8)
    return encode(Image.fromarray(levels))


def in_pieces(file, size=1000):
    """The same file with its compressed pixels in many chunks."""
    start, end = file.index(b"IDAT") - 4, file.index(b"IEND") - 4
    data = file[start + 8 : end - 4]
    chunks = [png_chunk(b"IDAT", data[i : i + size]) for i in range(0, len(data), size)]
    return file[:start] + b"".join(chunks) + file[end:]


@pytest.mark.parametrize(
    "file", [noise(1, 1), noise(130, 126), noise(200, 300), in_pieces(noise(90, 80))]
)
def test_stored_pixels_are_the_same_to_every_reader(file):
    stored = with_stored_pixels(file)
    read_by_all(stored)
    assert np.array_equal(by_pillow(stored), by_pillow(file))


@pytest.mark.parametrize("most", [0, 1_000_000])
def test_a_canvas_has_the_same_pixels_stored_or_not(most, monkeypatch):
    monkeypatch.setattr(picture, "STORED_PIXELS", most)
    file = noise(120, 100)
    expected = Image.open(io.BytesIO(file))
    assert np.array_equal(np.asarray(decode(check_picture(file))), expected)
