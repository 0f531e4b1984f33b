"""A kept picture has the pixels that were sent and nothing else about its sender."""

import io

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from ml.preprocessing.errors import BadImage
from ml.preprocessing.ink import read_ink
from ml.preprocessing.metadata import header_size, strip_metadata
from ml.preprocessing.picture import Picture, check_picture
from tests.support.drawings import BLACK, SEVEN, WHITE, draw, encode, png, png_chunk

SECRET = b"at 52.5 north"


def described(orientation=1):
    """EXIF with a secret, a place and an orientation: 6 lies on its side."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0)}
    exif[0x0112] = orientation
    return exif


def clear():
    return draw(SEVEN, page=(90, 70), pen=6)


def opaque():
    return draw(SEVEN, page=(90, 70), pen=6, colour=BLACK, paper=WHITE, mode="RGB")


def full_png(picture, **options):
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET.decode())
    text.add_itxt("Comment", SECRET.decode(), zip=True)
    about = {"pnginfo": text, "exif": described(), "icc_profile": SECRET, "dpi": (9, 9)}
    return encode(picture, **about, **options) + SECRET


def full_jpeg(picture, **options):
    about = {"comment": SECRET, "icc_profile": SECRET, "xmp": SECRET, "dpi": (9, 9)}
    exif = described(6)
    return encode(picture, "JPEG", exif=exif, **about, **options) + SECRET


def full_webp(picture, **options):
    about = {"icc_profile": SECRET, "xmp": SECRET, "exif": described()}
    return encode(picture, "WEBP", **about, **options) + SECRET


FULL = {
    "png": full_png(clear()),
    "palette png": full_png(opaque().convert("P")),
    "png with a clear colour": full_png(opaque(), transparency=WHITE),
    "jpeg": full_jpeg(opaque()),
    "progressive jpeg": full_jpeg(opaque(), progressive=True),
    "jpeg with restarts": full_jpeg(opaque(), restart_marker_blocks=2),
    "cmyk jpeg": full_jpeg(opaque().convert("CMYK")),
    "grey jpeg": full_jpeg(opaque().convert("L")),
    "webp": full_webp(clear()),
    "lossless webp": full_webp(clear(), lossless=True),
}
each_kind = pytest.mark.parametrize("picture", FULL.values(), ids=FULL)


def opened(picture):
    return Image.open(io.BytesIO(picture))


@each_kind
def test_nothing_is_left_but_the_pixels(picture):
    stripped = strip_metadata(picture)
    assert SECRET in picture
    assert SECRET not in stripped
    left = opened(stripped)
    assert not set(left.info) & {"icc_profile", "xmp", "comment", "Author"}
    assert left.info.get("dpi") != (9, 9)
    assert set(left.getexif()) <= {0x0112}


@each_kind
def test_the_pixels_stay_the_same(picture):
    before, after = opened(picture), opened(strip_metadata(picture))
    assert after.mode == before.mode
    assert after.info.get("transparency") == before.info.get("transparency")
    np.testing.assert_array_equal(np.asarray(after), np.asarray(before))


@each_kind
def test_the_ink_stays_the_same(picture):
    stripped = strip_metadata(picture)
    np.testing.assert_array_equal(read_ink(stripped), read_ink(picture))


@each_kind
def test_what_is_stripped_stays_as_it_is(picture):
    stripped = strip_metadata(picture)
    assert strip_metadata(stripped) == stripped


@each_kind
def test_the_size_is_read_from_the_header(picture):
    assert header_size(picture) == (90, 70)


@each_kind
def test_a_checked_picture_is_what_is_kept_with_its_format_and_size(picture):
    kept = Picture(strip_metadata(picture), opened(picture).format, (90, 70))
    assert check_picture(picture) == kept


@each_kind
@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9])
def test_a_file_that_is_cut_short_is_refused(picture, share):
    stripped = strip_metadata(picture)
    with pytest.raises(BadImage):
        check_picture(stripped[: int(share * len(stripped))])


def test_a_canvas_picture_is_kept_as_it_came():
    picture = png()
    assert strip_metadata(picture) is picture


@pytest.mark.parametrize("endian", ["<", ">"])
def test_a_jpeg_keeps_its_orientation_and_only_that(endian):
    exif = described(6)
    exif.endian = endian
    picture = encode(opaque(), "JPEG", exif=exif.tobytes())
    assert dict(opened(strip_metadata(picture)).getexif()) == {0x0112: 6}


@pytest.mark.parametrize("orientation", [0, 1, 9])
def test_an_upright_jpeg_keeps_no_exif_at_all(orientation):
    exif = described(orientation)
    assert b"Exif" not in strip_metadata(encode(opaque(), "JPEG", exif=exif))


def test_a_damaged_exif_block_is_dropped():
    picture = encode(opaque(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")
    assert b"Exif" not in strip_metadata(picture)


def test_a_jpegs_thumbnail_is_dropped():
    picture = encode(opaque(), "JPEG")
    start, rest = picture[:18], picture[20:]
    thumbnail = bytes([1, 1, 77, 78, 79])
    with_thumbnail = start[:5] + bytes([start[5] + 3]) + start[6:] + thumbnail + rest
    assert strip_metadata(with_thumbnail) == picture


def test_chunks_that_only_some_programs_know_are_dropped():
    picture = png()
    at = picture.index(b"IDAT") - 4
    private = picture[:at] + png_chunk(b"prVt", SECRET) + picture[at:]
    assert strip_metadata(private) == picture


@pytest.mark.parametrize(
    "picture", [b"", b"GIF89a", b"RIFF\4\0\0\0WAVE", b"\xff\xd8\xff"]
)
def test_other_files_are_refused(picture):
    for examine in (strip_metadata, header_size):
        with pytest.raises(BadImage):
            examine(picture)
