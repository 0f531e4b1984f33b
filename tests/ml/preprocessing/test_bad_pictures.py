"""What lies about itself, is damaged or too large is refused; nothing else happens."""

import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.preprocessing.errors import BadImage, Blank, TooLarge
from ml.preprocessing.ink import read_ink
from ml.preprocessing.tile import to_tile
from tests.support.drawings import (
    BLACK,
    WHITE,
    draw,
    encode,
    handmade_png,
    png,
    png_header,
)


def written(**how):
    return draw(colour=BLACK, paper=WHITE, mode="RGB", **how)


def test_too_many_bytes_are_refused_before_anything_is_read():
    with pytest.raises(TooLarge, match="1,000,001 bytes, and at most 1,000,000"):
        read_ink(bytes(1_000_001))


@pytest.mark.parametrize("size", [(4097, 8), (8, 4097), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_by_the_header_alone(size):
    with pytest.raises(TooLarge):
        read_ink(handmade_png(*size, b""))


def test_the_limits_can_be_set():
    with pytest.raises(TooLarge, match="400 x 400 pixels, and at most 100 x 100"):
        read_ink(png(), max_bytes=2_000_000, max_side=100)


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "PNG"])
def test_a_file_that_is_cut_short_is_refused(format):
    picture = encode(written(), format)
    for share in (0.01, 0.1, 0.5, 0.9, 0.999):
        with pytest.raises(BadImage):
            read_ink(picture[: int(share * len(picture))])


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"seven",
        b"\0\0\0\x18ftypisom\0\0\0\0a film",
    ],
)
def test_other_files_are_no_pictures_to_us(picture):
    with pytest.raises(BadImage, match=r"^This is not a picture that we can read\.$"):
        read_ink(picture)


@pytest.mark.parametrize(
    ("kind", "picture"),
    [
        ("GIF", encode(written(), "GIF")),
        ("BMP", encode(written(), "BMP")),
        ("TIFF", encode(written(), "TIFF")),
        ("SVG", b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("PDF", b"%PDF-1.7\n"),
        ("HEIC", b"\0\0\0\x24ftypheic\0\0\0\0mif1"),
        ("AVIF", b"\0\0\0\x20ftypavif\0\0\0\0mif1"),
    ],
)
def test_another_kind_of_picture_is_refused_by_its_name(kind, picture):
    with pytest.raises(BadImage, match=f"kind {kind}. Send PNG, JPEG or WebP"):
        read_ink(picture)


def test_a_header_that_lies_is_refused():
    too_little = zlib.compress(bytes(100))
    with pytest.raises(BadImage):
        read_ink(handmade_png(400, 400, too_little))
    with pytest.raises(BadImage):
        read_ink(handmade_png(0, 400, too_little))
    with pytest.raises(BadImage):  # a second header, far larger
        read_ink(handmade_png(4, 4, too_little, before=png_header(30_000, 30_000)))


def test_a_jpeg_with_hundreds_of_passes_is_refused():
    picture = encode(written(), "JPEG", progressive=True)
    scan = picture[picture.rindex(b"\xff\xda") : -2]
    with pytest.raises(BadImage):
        read_ink(picture[:-2] + 200 * scan + picture[-2:])


ORIGINALS = [
    encode(draw(page=(60, 60), pen=4)),
    encode(written(page=(60, 60), pen=4).convert("P")),
    encode(written(page=(60, 60), pen=4), "JPEG"),
    encode(draw(page=(60, 60), pen=4), "WEBP"),
]


@settings(derandomize=True, max_examples=250, deadline=None)
@given(st.sampled_from(ORIGINALS), st.lists(st.tuples(st.floats(0, 1), st.binary())))
def test_a_damaged_file_is_read_or_refused_but_never_breaks_us(picture, damages):
    for where, what in damages:
        at = int(where * len(picture))
        picture = picture[:at] + what + picture[at + len(what) :]
    try:
        ink = read_ink(picture)
    except (BadImage, Blank):
        return
    assert ink.max() > 0.9
    assert np.isfinite(to_tile(ink)).all()
