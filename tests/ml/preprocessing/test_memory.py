"""Large pictures wait for each other; small ones never do."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest
from PIL import Image, ImageChops

from ml.preprocessing import memory
from ml.preprocessing.errors import MemoryTaken
from ml.preprocessing.memory import Memory, memory_needed
from ml.preprocessing.picture import check_picture
from ml.preprocessing.reduction import reduce
from tests.support.drawings import BLACK, WHITE, draw, encode

MB = 1_000_000


def test_a_large_picture_waits_until_there_is_room():
    room, begun, done = Memory(100 * MB), Event(), Event()

    def second():
        begun.set()
        with room.reserve(60 * MB):
            return done.is_set()

    with ThreadPoolExecutor(1) as other:
        with room.reserve(60 * MB):
            waiting = other.submit(second)
            begun.wait()
            with room.reserve(30 * MB), room.reserve(3 * MB):
                assert not waiting.done()  # and what fits, or is small, passes by
            done.set()
        assert waiting.result()


def test_who_waits_too_long_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(memory, "PATIENCE", 0.01)
    room = Memory(100 * MB)
    with room.reserve(200 * MB):  # more than there is: alone, then
        with pytest.raises(MemoryTaken, match="Try again in a moment"):
            room.reserve(10 * MB).__enter__()
        room.reserve(3 * MB).__enter__()
    room.reserve(100 * MB).__enter__()


def test_an_error_gives_the_memory_back():
    room = Memory(100 * MB)
    with pytest.raises(OSError, match="no disk"), room.reserve(100 * MB):
        raise OSError("no disk")
    room.reserve(100 * MB).__enter__()


@pytest.mark.parametrize("side", [280, 400, 500])
def test_a_canvas_is_small(side):
    assert memory_needed(b"", "PNG", (side, side)) <= memory.SMALL


def test_a_phones_photograph_and_the_largest_drawing_fit():
    assert memory_needed(b"", "PNG", (4096, 4096)) < memory.MOST
    page = draw(page=(400, 300), pen=12, colour=BLACK, paper=WHITE, mode="RGB")
    photo = page.resize((4000, 3000))
    for progressive in (False, True):
        sent = encode(photo, "JPEG", quality=30, progressive=progressive)
        assert check_picture(sent).memory_needed < memory.MOST / 1.5


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "P", "I;16"])
def test_strips_make_the_same_small_picture(mode):
    how = {} if mode == "RGBA" else {"colour": BLACK, "paper": WHITE, "mode": "RGB"}
    image = draw(page=(500, 403), pen=20, **how)
    if mode == "I;16":
        large = Image.fromarray(np.asarray(image.convert("L"), np.uint16) * 256)
    else:
        large = image.convert(mode)
    difference = ImageChops.difference(reduce(large, 3), image.reduce(3))
    assert max(high for _, high in difference.getextrema()) <= 5  # a palette is near
