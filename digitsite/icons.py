"""Draws the site's icons, as static/recognizer/favicon.svg has it: a seven on red.

python -m digitsite.icons
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

Point = tuple[float, float]

ROOT = Path(__file__).resolve().parent.parent
PUBLIC, STATIC = ROOT / "static" / "root", ROOT / "static" / "recognizer" / "icons"
GRID = 32  # units of the drawing, as in the SVG's viewBox
RED, WHITE = "#d62839", "#fff"
PEN, CORNER = 3.2, 8
TOP = (10, 9.5), (21.5, 9.5)
LEG = (21.5, 9.5), (18.1, 13.5), (16.3, 17.5), (15.5, 23)  # a Bezier curve
BAR = (12, 16.5), (20, 16.5)
STEPS, FINER = 200, 4  # points of a line; pixels drawn for one that is kept


def main() -> None:
    STATIC.mkdir(exist_ok=True)
    icon(192).save(STATIC / "icon-192.png", optimize=True)
    icon(512).save(STATIC / "icon-512.png", optimize=True)
    icon(512, corner=0).save(STATIC / "maskable-512.png", optimize=True)
    icon(180, corner=0).save(PUBLIC / "apple-touch-icon.png", optimize=True)
    icon(48).save(PUBLIC / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])


def icon(side: int, corner: float = CORNER) -> Image.Image:
    """The icon in few colours; without round corners where the system cuts its own."""
    scale = side * FINER / GRID
    image = Image.new("RGBA", (side * FINER, side * FINER))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, side * FINER, side * FINER), corner * scale, RED)
    for x, y in [*line(*TOP), *curve(*LEG), *line(*BAR)]:
        pen.circle((x * scale, y * scale), PEN / 2 * scale, WHITE)
    return image.resize((side, side), Image.Resampling.BOX).quantize(64)


def line(start: Point, end: Point) -> list[Point]:
    return curve(start, start, end, end)


def curve(*corners: Point) -> list[Point]:
    """Points of a cubic Bezier curve."""
    points = []
    for step in range(STEPS + 1):
        t, s = step / STEPS, 1 - step / STEPS
        weights = s**3, 3 * s * s * t, 3 * s * t * t, t**3
        x, y = np.array(weights) @ np.array(corners)
        points.append((float(x), float(y)))
    return points


if __name__ == "__main__":
    main()
