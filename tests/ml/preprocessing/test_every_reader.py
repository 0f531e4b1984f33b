"""What is accepted is kept so that everything reads it that will have to."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from ml.preprocessing.errors import BadImage, CutShort, TooLarge
from ml.preprocessing.ink import read_ink
from ml.preprocessing.picture import check_picture
from ml.preprocessing.tile import to_tile
from tests.support.drawings import (
    BLACK,
    DIGITS,
    WHITE,
    draw,
    encode,
    png,
    png_chunk,
)
from tests.support.mutations import mutated, originals, outcome
from tests.support.readers import keep, read_by_all

SIX = draw(DIGITS[6], page=(90, 70), pen=6)
OPAQUE = draw(DIGITS[6], page=(90, 70), pen=6, colour=BLACK, paper=WHITE, mode="RGB")
CANVAS, JPEG = encode(SIX), encode(OPAQUE, "JPEG")
WEBP = encode(SIX, "WEBP", lossless=True)
AT_IDAT, AT_END = CANVAS.index(b"IDAT") - 4, CANVAS.index(b"IEND") - 4
HEADER, PIXELS = CANVAS[:AT_IDAT], CANVAS[AT_IDAT + 8 : AT_END - 4]
END = png_chunk(b"IEND", b"")


def with_chunk(name, data, before=AT_IDAT):
    return CANVAS[:before] + png_chunk(name, data) + CANVAS[before:]


def with_pixels(*data):
    return HEADER + b"".join(png_chunk(b"IDAT", part) for part in data) + END


def assert_alike(file, other):
    tiles = [to_tile(read_ink(picture)) for picture in (file, other)]
    np.testing.assert_allclose(*tiles, atol=0.2)


def exif(orientation):
    block = Image.Exif()
    block[0x0112] = orientation
    return block


# Accepted once, and kept so that some later reader failed.
MENDED = {
    "a gamma of one byte": with_chunk(b"gAMA", b"\1"),
    "a gamma of zero": with_chunk(b"gAMA", bytes(4)),
    "sRGB without data": with_chunk(b"sRGB", b""),
    "sRGB twice": HEADER + 2 * png_chunk(b"sRGB", b"\0") + CANVAS[AT_IDAT:],
    "sRGB behind the pixels": with_chunk(b"sRGB", b"\0", before=AT_END),
    "an end with data": CANVAS[:AT_END] + png_chunk(b"IEND", b"more"),
    "data after the pixels": with_pixels(PIXELS + b"more"),
    "pixels in many parts": with_pixels(b"", PIXELS[:9], b"", PIXELS[9:]),
    "a clear colour where there is alpha": with_chunk(b"tRNS", b"\0\1"),
    "a palette where there is none": with_chunk(b"PLTE", bytes(7)),
    "a frame that moves": with_chunk(b"acTL", struct.pack(">II", 2, 0)),
    "a jpeg without its end": JPEG[:-2],
    "a jpeg with half of its end": JPEG[:-1],
    "a jpeg with a comment after its pixels": JPEG[:-2] + b"\xff\xfe\0\3x" + JPEG[-2:],
    "an animated webp": encode(
        SIX, "WEBP", save_all=True, append_images=[OPAQUE], lossless=True
    ),
    "a webp with two pictures": b"RIFF"
    + struct.pack("<I", len(WEBP) - 8 + len(WEBP) - 12)
    + WEBP[8:]
    + WEBP[12:],
    "a webp with more behind it": WEBP + b"more",
}
REFUSED = {
    "a second header": with_chunk(b"IHDR", HEADER[16:29]),
    "a wrong checksum of the pixels": CANVAS[: AT_END - 1] + b"\0" + CANVAS[AT_END:],
    "pixels that end early": with_pixels(PIXELS[:-20]),
    "pixels without their sum": with_pixels(PIXELS[:-4]),
    "pixels with a wrong sum": with_pixels(PIXELS[:-1] + b"\0"),
    "too many pixels": with_pixels(zlib.compress(zlib.decompress(PIXELS) + bytes(5))),
    "no end": CANVAS[:AT_END],
    "two frames of a jpeg": JPEG.replace(
        b"\xff\xda", JPEG[(at := JPEG.index(b"\xff\xc0")) : at + 19] + b"\xff\xda"
    ),
    "a jpeg of no colours": JPEG[:at]
    + b"\xff\xc0\0\x08\x08\0\x46\0\x5a\0"
    + JPEG[at + 19 :],
    "a jpeg's pixels without a frame": JPEG[:at] + JPEG[at + 19 :],
    "a webp of nothing": b"RIFF\x0c\0\0\0WEBPALPH\0\0\0\0",
    "a webp that is cut short": WEBP[:-9],
}


@pytest.mark.parametrize("file", MENDED.values(), ids=MENDED)
def test_what_some_reader_refuses_is_kept_so_that_all_read_it(file):
    kept = keep(file)
    read_by_all(kept)
    assert_alike(kept, CANVAS)


@pytest.mark.parametrize("file", REFUSED.values(), ids=REFUSED)
def test_damaged_pixels_are_refused(file):
    with pytest.raises(BadImage):
        keep(file)


@pytest.mark.parametrize(
    "file", [CANVAS, JPEG, WEBP, with_chunk(b"sRGB", b"\0"), encode(SIX, "WEBP")]
)
def test_what_is_plain_is_kept_byte_by_byte(file):
    assert keep(file) == file
    read_by_all(file)


def test_a_canvas_is_not_even_copied():
    canvas = png()
    assert check_picture(canvas).file is canvas


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_a_turned_picture_is_read_and_kept_upright(format, orientation):
    """The file lies as the camera was held; EXIF says how to hold it back."""
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the other way round
    lying = OPAQUE.transpose(turns[orientation]) if orientation > 1 else OPAQUE
    options = {"exif": exif(orientation), "lossless": True, "quality": 95}
    kept = keep(encode(lying, format, **options))
    read_by_all(kept)
    assert_alike(kept, CANVAS)
    if format != "JPEG":
        assert b"EXIF" not in kept.upper()


def test_an_orientation_in_a_text_counts_too():
    """As ImageMagick 6 writes it into a PNG."""
    block = exif(6).tobytes().hex().encode()
    text = b"Raw profile type exif\0\0" + zlib.compress(
        b"\nexif\n%8d\n" % (len(block) // 2) + block
    )
    lying = encode(OPAQUE.transpose(Image.Transpose.ROTATE_90))
    at = lying.index(b"IDAT") - 4
    kept = keep(lying[:at] + png_chunk(b"zTXt", text) + lying[at:])
    np.testing.assert_array_equal(read_ink(kept), read_ink(encode(OPAQUE)))


def test_a_turned_photograph_is_kept_small():
    """In bytes, and in pixels: a PNG of noise would be as large as it comes."""
    page = draw(page=(900, 1200), pen=50, colour=BLACK, paper=WHITE, mode="RGB")
    noise = np.random.default_rng(0).normal(200, 12, (1200, 900, 3))
    photo = Image.fromarray(np.minimum(noise, page).clip(0, 255).astype(np.uint8))
    sent = encode(photo, "WEBP", quality=20, exif=exif(6), method=0)
    picture = check_picture(sent, max_bytes=100_000)
    assert (picture.format, picture.size) == ("WEBP", (600, 450))
    read_by_all(picture.file)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_that_ends_in_its_pixels_is_refused(share, progressive):
    """Browsers paint the rest grey, which would be read as ink."""
    file = encode(OPAQUE, "JPEG", progressive=progressive, optimize=True)
    start = file.index(b"\xff\xda") + 12
    with pytest.raises(CutShort, match="Send the whole file"):
        check_picture(file[: start + int(share * (len(file) - start))])


def test_what_takes_too_much_memory_is_refused_by_its_header():
    webp = encode(Image.new("RGB", (4000, 3000)), "WEBP", lossless=True, method=0)
    with pytest.raises(TooLarge, match="4000 x 3000 pixels of this kind of WEBP"):
        check_picture(webp)


def test_of_damaged_files_each_is_refused_or_read_by_all():
    """A sample of `python -m bench.fuzz`."""
    rng, files = np.random.default_rng(7), originals()
    outcomes = {outcome(mutated(files, rng)) for _ in range(300)}
    assert outcomes >= {"BadImage", "CutShort", "kept as sent"}
