"""A picture goes straight down: checked once, one tile, one answer, two rows."""

import io

import pytest
from django.core.management import call_command
from PIL import Image

from ml.preprocessing import picture as pictures
from recognizer.drawings import recognition
from recognizer.drawings.recognition import recognise
from tests.support.drawings import BLACK, SEVEN, WHITE, draw, encode, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def hashes(prediction):
    return prediction.drawing.picture_hash, prediction.drawing.tile_hash


def test_hashes_do_not_depend_on_the_network_that_answers():
    by_base = recognise(png(SEVEN))
    call_command("promote", "seed75", why="to compare", stdout=io.StringIO())
    by_seed75 = recognise(png(SEVEN))
    assert (by_seed75.version.name, by_seed75.tile.shape) == ("seed75", (75, 75))
    assert hashes(by_seed75) == hashes(by_base)


@pytest.fixture
def calls(monkeypatch):
    """Which of these steps are called, one by one."""
    calls = []

    def count(module, name):
        step = getattr(module, name)

        def counted(*arguments):
            calls.append(name)
            return step(*arguments)

        monkeypatch.setattr(module, name, counted)

    count(pictures, "strip_metadata")
    count(pictures, "header_size")
    count(recognition, "tile_hash")  # makes a tile of its own
    return calls


def test_a_picture_is_measured_and_stripped_once_and_its_tile_is_made_once(calls):
    exif = Image.Exif()
    exif[0x0112] = 6
    page = draw(SEVEN, colour=BLACK, paper=WHITE, mode="RGB")
    recognise(encode(page, "JPEG", exif=exif))
    assert sorted(calls) == ["header_size", "strip_metadata"]
