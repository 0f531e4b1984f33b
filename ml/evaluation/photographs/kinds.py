"""The kinds of photographs that are composed: what varies in each, and how much."""

from __future__ import annotations

from dataclasses import dataclass, replace

Range = tuple[float, float]
Colour = tuple[int, int, int]

WHITE, CREAM, YELLOW = (244, 244, 242), (240, 228, 200), (250, 232, 120)
PINK, KRAFT, BOARD = (250, 180, 190), (184, 144, 100), (48, 54, 52)
GREEN_BOARD, NAVY = (42, 84, 66), (28, 40, 84)
BLUE, BLACK, RED = (38, 56, 140), (34, 34, 40), (190, 40, 44)
GRAPHITE, CHALK = (92, 92, 96), (236, 236, 228)


@dataclass(frozen=True)
class Kind:
    """What a photograph may show; a range is drawn from evenly, a choice alike."""

    paper: tuple[Colour, ...] = (WHITE,)
    ink: tuple[Colour, ...] = (BLUE, BLACK)
    pen: Range = (0.035, 0.06)  # width, of the digit's longest side
    cover: Range = (0.85, 1.0)  # how much of the paper's colour a stroke hides
    grain: float = 0  # of pencil and chalk: how unevenly they cover
    size: Range = (0.35, 0.6)  # the digit's longest side, of the picture's shorter one
    off: float = 0.06  # how far off the middle, of the picture's shorter side
    gradient: Range = (0.0, 0.1)  # the light's loss from one side to the other
    vignette: Range = (0.0, 0.08)  # its loss in the corners
    shadow: Range = (0.0, 0.0)  # how much darker
    shape: str = "edge"  # of the shadow: "edge", "hand", "stripes" or "two"
    soft: Range = (0.001, 0.003)  # half of its edge's width, of the picture's width
    lines: str = ""  # "ruled", "squared", "dotted", and "margin"
    line: Range = (0.15, 0.4)  # how much of the paper's colour a line hides
    table: Range = (0.0, 0.0)  # its share of the picture
    sides: int = 0  # of the picture, on which the table shows
    crumpled: float = 0  # how much folds change the light
    tilt: float = 2  # degrees, at most
    perspective: float = 0.02  # how much nearer one side is, at most
    width: tuple[int, int] = (640, 1000)  # pixels
    enlarged: int = 1  # composed at `width`, then so many times larger
    noise: Range = (1.0, 4.0)  # standard deviation, of 255
    blur: Range = (0.0003, 0.001)  # radius, of the picture's width
    quality: tuple[int, int] = (60, 92)  # JPEG's


EVEN = Kind()
FELT = replace(EVEN, pen=(0.08, 0.14), ink=(BLUE, BLACK, RED))
PENCIL = replace(EVEN, ink=(GRAPHITE,), cover=(0.4, 0.7), grain=0.4)
CHALKED = replace(EVEN, ink=(CHALK,), pen=(0.06, 0.1), grain=0.5, cover=(0.7, 0.95))
TABLE = replace(EVEN, table=(0.03, 0.1), sides=1, tilt=4)

KINDS = {
    "photo-white": EVEN,
    "photo-cream": replace(EVEN, paper=(CREAM,)),
    "photo-note": replace(EVEN, paper=(YELLOW, PINK)),
    "photo-kraft": replace(FELT, paper=(KRAFT,), ink=(BLACK,)),
    "photo-board": replace(CHALKED, paper=(BOARD, GREEN_BOARD)),
    "photo-felt-tip": FELT,
    "photo-pencil": PENCIL,
    "photo-thin": replace(EVEN, pen=(0.018, 0.03)),
    "photo-gradient": replace(EVEN, gradient=(0.2, 0.5), vignette=(0.1, 0.25)),
    "photo-shadow-10": replace(EVEN, shadow=(0.08, 0.15)),
    "photo-shadow-20": replace(EVEN, shadow=(0.15, 0.25)),
    "photo-shadow-35": replace(EVEN, shadow=(0.25, 0.4)),
    "photo-shadow-50": replace(EVEN, shadow=(0.4, 0.55)),
    "photo-soft-20": replace(EVEN, shadow=(0.12, 0.28), soft=(0.02, 0.08)),
    "photo-soft-45": replace(EVEN, shadow=(0.3, 0.55), soft=(0.02, 0.08)),
    "photo-hand": replace(EVEN, shadow=(0.15, 0.5), shape="hand", soft=(0.006, 0.03)),
    "photo-ruled": replace(EVEN, lines="ruled"),
    "photo-squared": replace(EVEN, lines="squared"),
    "photo-margin": replace(EVEN, lines="ruled margin"),
    "photo-table-6": replace(TABLE, table=(0.03, 0.1)),
    "photo-table-2": replace(TABLE, table=(0.08, 0.2), sides=2),
    "photo-table-all": replace(TABLE, table=(0.15, 0.3), sides=4, size=(0.3, 0.5)),
    "photo-noise": replace(EVEN, noise=(6, 10), blur=(0.0005, 0.0015)),
    "photo-blur": replace(EVEN, blur=(0.002, 0.004)),
    "photo-jpeg-40": replace(EVEN, quality=(40, 50)),
    "photo-tilted": replace(EVEN, tilt=8, perspective=0.12),
    "photo-small": replace(EVEN, size=(0.08, 0.15), off=0.3, pen=(0.04, 0.07)),
    "photo-off-centre": replace(EVEN, size=(0.25, 0.4), off=0.3),
    "photo-large": replace(
        EVEN, width=(900, 1000), enlarged=4, noise=(1, 2), quality=(55, 65)
    ),
    # Several at once, and what no choice in ml.preprocessing was made by.
    "photo-ruled-shadow": replace(EVEN, lines="ruled", shadow=(0.15, 0.45)),
    "photo-pencil-squared": replace(PENCIL, lines="squared", line=(0.1, 0.25)),
    "photo-note-on-table": replace(
        TABLE,
        paper=(YELLOW, PINK),
        ink=(BLACK, RED),
        table=(0.3, 0.6),
        sides=4,
        size=(0.25, 0.35),
        off=0.02,
    ),
    "photo-table-shadow": replace(
        TABLE, table=(0.05, 0.2), sides=2, shape="hand", shadow=(0.15, 0.4)
    ),
    "photo-blinds": replace(
        EVEN, shadow=(0.15, 0.35), shape="stripes", soft=(0.005, 0.015)
    ),
    "photo-two-shadows": replace(EVEN, shadow=(0.15, 0.3), shape="two"),
    "photo-crumpled": replace(EVEN, crumpled=0.12),
    "photo-dotted": replace(EVEN, lines="dotted", line=(0.3, 0.6)),
    "photo-white-pencil": replace(CHALKED, paper=(NAVY,), pen=(0.03, 0.06)),
}
