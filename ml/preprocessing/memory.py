"""How much memory the pictures that a process reads at once may take."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from ml.preprocessing.errors import MemoryTaken
from ml.preprocessing.formats import jpeg
from ml.preprocessing.reduction import SIDE, reduction

MOST = 120_000_000  # bytes: two processes, of 110 MB each at rest, stay below 600 MB
SMALL = 4_000_000  # bytes: a canvas takes less, and never waits
PATIENCE = 10.0  # s that a large picture waits
# Bytes per pixel, measured as the growth of a process that reads one picture.
PIXEL = 4
PNG_PIXEL = 4.6
WEBP_PIXEL = 17  # libwebp's canvas, the one before it, Pillow's two copies
WORK = 14  # of the reduced picture, until the ink is found


def memory_needed(file: bytes, format: str, size: tuple[int, int]) -> int:
    """Return about how many bytes a picture takes until its ink is found."""
    width, height = size
    pixels = width * height
    reduced = pixels / reduction(size) ** 2
    return int(max(_decoding(file, format, size) + PIXEL * reduced, WORK * reduced))


def _decoding(file: bytes, format: str, size: tuple[int, int]) -> float:
    pixels = size[0] * size[1]
    if format == "PNG":
        return PNG_PIXEL * pixels
    if format == "WEBP":
        return WEBP_PIXEL * pixels
    scale = max(s for s in (1, 2, 4, 8) if s <= max(1, min(size) // SIDE))
    decoded = PIXEL * pixels / scale**2
    if jpeg.is_decoded_at_once(file):
        decoded += jpeg.COEFFICIENT * jpeg.read_frame(file).samples * pixels
    return decoded


class Memory:
    """Bytes that threads reserve before they decode, and give back."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._reserved = 0
        self._given_back = Condition()

    @contextmanager
    def reserve(self, size: int) -> Iterator[None]:
        """Wait until so many bytes are free. Raises MemoryTaken after PATIENCE.

        What asks for more than there is waits until it is alone.
        """
        size = min(size, self._most)
        if size <= SMALL:
            yield
            return
        with self._given_back:
            if not self._given_back.wait_for(lambda: self._fits(size), PATIENCE):
                raise MemoryTaken
            self._reserved += size
        try:
            yield
        finally:
            with self._given_back:
                self._reserved -= size
                self._given_back.notify_all()

    def _fits(self, size: int) -> bool:
        return self._reserved + size <= self._most


memory = Memory()  # this process's own
