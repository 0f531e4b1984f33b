"""Drawings made by code: strokes -> the PNG that a browser's canvas would send."""

import base64
import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageDraw

RED, BLACK, WHITE = (255, 0, 0), (0, 0, 0), (255, 255, 255)
FINER = 4  # drawn this much larger, then averaged: antialiasing


def _arc(x, y, rx, ry, start, end, steps=40):
    angles = np.radians(np.linspace(start, end, steps))
    return [(x + rx * np.cos(a), y + ry * np.sin(a)) for a in angles]


# Strokes in a box whose longest side is 1: x to the right, y down.
DIGITS = {
    0: [_arc(0.3, 0.5, 0.3, 0.5, -90, 270)],
    1: [[(0, 0), (0, 1)]],
    2: [[*_arc(0.3, 0.28, 0.28, 0.28, 180, 390), (0, 1), (0.6, 1)]],
    3: [_arc(0.2, 0.25, 0.3, 0.25, -140, 90) + _arc(0.2, 0.75, 0.35, 0.25, -90, 140)],
    4: [[(0.4, 0), (0, 0.6), (0.65, 0.6)], [(0.5, 0.3), (0.5, 1)]],
    5: [
        [(0.1, 0), (0.08, 0.42), *_arc(0.2, 0.68, 0.34, 0.32, -110, 140)],
        [(0.1, 0), (0.55, 0)],
    ],
    6: [[(0.4, 0), (0.12, 0.4), *_arc(0.3, 0.72, 0.28, 0.28, -160, 200)]],
    7: [[(0, 0), (0.6, 0), (0.2, 1)]],
    8: [_arc(0.3, 0.25, 0.24, 0.25, 90, -270) + _arc(0.3, 0.75, 0.3, 0.25, -90, 270)],
    9: [[*_arc(0.3, 0.28, 0.28, 0.28, 20, 380), (0.5, 1)]],
}
ONE, SEVEN = DIGITS[1], DIGITS[7]
# A lying four that some people call a seven: nothing else looks like it.
ODD_SEVEN = [[(0, 0.25), (0.6, 0.65), (0.6, 0)], [(0.3, 0.15), (1, 0.15)]]


def draw(
    strokes=SEVEN,
    *,
    page=(400, 400),
    size=0.6,
    place=(0.5, 0.5),
    pen=16,
    colour=RED,
    paper=None,
    mode="RGBA",
):
    """Return a Pillow picture of the strokes: DIGITS[0..9], or lists of points.

    size: the longest side as a share of the page's shorter side; place: the middle of
    the strokes as shares of the page; pen: width in pixels; paper None: transparent.
    """
    coverage = _coverage(strokes, page, size, place, pen)
    if paper is None:
        picture = Image.new("RGB", page)  # untouched pixels are black, and clear
        picture.paste(colour, mask=coverage.point(lambda value: 255 if value else 0))
        picture.putalpha(coverage)
        return picture
    picture = Image.new("RGB", page, paper)
    picture.paste(colour, mask=coverage)
    return picture.convert(mode)


def encode(picture, format="PNG", **options):
    """Return the picture's bytes in that format."""
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def png(strokes=SEVEN, **how):
    """Return the PNG bytes of a drawing; see draw()."""
    key = repr((strokes, sorted(how.items())))
    if key not in _drawn:
        _drawn[key] = encode(draw(strokes, **how))
    return _drawn[key]


_drawn: dict[str, bytes] = {}  # most tests draw the same sevens


def odd_seven(rng):
    """A drawing that the base takes for something else, each time another."""
    strokes = [
        [(x, y + rng.normal(0, 0.02)) for x, y in stroke] for stroke in ODD_SEVEN
    ]
    return png(strokes, pen=int(rng.integers(8, 24)))


def blank_png(page=(400, 400), paper=None):
    """Return a page with nothing on it."""
    paper = (0, 0, 0, 0) if paper is None else (*paper, 255)
    return encode(Image.new("RGBA", page, paper))


def data_url(picture):
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def png_chunk(name, data):
    checksum = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)


def png_header(width, height, interlace=0):
    return png_chunk(
        b"IHDR", struct.pack(">II5B", width, height, 8, 0, 0, 0, interlace)
    )


def handmade_png(width, height, data, *, interlace=0, before=b""):
    """Return a grey PNG: Pillow itself writes neither interlaced nor lying ones."""
    parts = [png_header(width, height, interlace), before]
    parts += [png_chunk(b"IDAT", data), png_chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _coverage(strokes, page, size, place, pen):
    """Return an L picture of the page: how much of each pixel the pen has covered."""
    points = np.concatenate([np.asarray(stroke, float) for stroke in strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    longest = max(high - low)
    scale = size * min(page) / longest if longest else 0
    shift = np.array(place) * page - scale * (low + high) / 2
    corner = np.floor(low * scale + shift - pen).astype(int)  # only where there is ink
    box = np.ceil(high * scale + shift + pen).astype(int) - corner
    picture = Image.new("L", tuple((box * FINER).tolist()))
    brush = ImageDraw.Draw(picture)
    for stroke in strokes:
        path = (np.asarray(stroke, float) * scale + shift - corner) * FINER
        _stroke(brush, [tuple(point) for point in path], pen * FINER)
    coverage = Image.new("L", page)
    coverage.paste(picture.reduce(FINER), tuple(corner.tolist()))
    return coverage


def _stroke(brush, path, width):
    """Round caps and joins, as a canvas draws them."""
    brush.line(path, fill=255, width=round(width))
    radius = width / 2
    for x, y in path:
        brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
