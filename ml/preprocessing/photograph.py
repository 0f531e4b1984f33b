"""The ink on a photograph: shadows, a table and printed lines are none."""

import numpy as np
from PIL import Image, ImageFilter

from ml.preprocessing.blots import isolate_drawing
from ml.preprocessing.contrast import above_texture, brightness, dark_contrast
from ml.preprocessing.rules import without_rules

WIDEST = 6  # a stroke is at most so small a part of the page's shorter side
PENS = 4  # and at most so many times as wide as this drawing's strokes mostly are
SOFTER = 0.8  # pixels of blur, against noise
PENCIL = 26  # of 255: the faintest pencil has more; a fold in the sheet has less
FAINT = 13  # of 255: less contrast is no ink, whatever the rest has
SHARE = 0.2  # of the strongest contrast: less is no ink
FIRM = 0.45  # of the drawing's: less is the shadow of a finger beside it


def away_on_photograph(page: Image.Image) -> Image.Image:
    """Return an L picture of the page's size: contrast where the drawing is, else 0.

    A pen is darker than its paper, chalk lighter than its board. page: RGB.
    """
    light = brightness(page.filter(ImageFilter.GaussianBlur(SOFTER)))
    candidates = [_darker(light), _darker(255 - light)]
    return Image.fromarray(max(candidates, key=np.sum))


def _darker(light: np.ndarray) -> np.ndarray:
    """The drawing, if it is darker than what surrounds it; else nothing."""
    widest = max(2, min(light.shape[1:]) // WIDEST)
    contrast, around = dark_contrast(light, widest)
    contrast = without_rules(above_texture(contrast))
    inked = contrast[contrast > FAINT]
    if not inked.size:
        return contrast
    faint = max(FAINT, SHARE * np.quantile(inked, 0.95))
    ink = isolate_drawing(contrast, faint)
    if not _on_paper(ink, light, around):
        return np.zeros_like(ink)
    strong = np.quantile(ink[ink > faint], 0.8)
    if strong < PENCIL:
        return np.zeros_like(ink)
    return isolate_drawing(_as_narrow_as_most(ink, light), FIRM * strong)


def _as_narrow_as_most(ink: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Leave out what is much wider than most of the strokes: the shadow of a finger."""
    strong = ink > ink.max() // 2
    inside = strong[1:-1, 1:-1] & strong[2:, 1:-1] & strong[:-2, 1:-1]
    inside &= strong[1:-1, 2:] & strong[1:-1, :-2]
    width = 2 * strong.sum() / max(strong.sum() - inside.sum(), 1)
    side = int(PENS * width) + 3
    box = Image.fromarray(ink).getbbox()
    if box is None or side >= min(ink.shape) // WIDEST:
        return ink
    left, top, right, bottom = box
    rows = slice(max(0, top - side), bottom + side)
    columns = slice(max(0, left - side), right + side)
    narrow = np.zeros_like(ink)
    narrow[rows, columns] = dark_contrast(light[:, rows, columns], side)[0]
    return np.minimum(ink, narrow)


def _on_paper(ink: np.ndarray, light: np.ndarray, around: np.ndarray) -> bool:
    """Whether most of what is around it is like its surroundings, not like itself.

    The white inside of a dark 0 is lighter than what surrounds it, too.
    """
    box = Image.fromarray(ink).getbbox()
    if box is None:
        return False
    left, top, right, bottom = box
    margin = max(right - left, bottom - top) // 4  # a 1 fills its own box
    left, top = max(0, left - margin), max(0, top - margin)
    right, bottom = right + margin, bottom + margin
    strong = ink > ink.max() // 2
    box_level = np.median(light[:, top:bottom, left:right])
    ink_level, paper_level = np.median(light[:, strong]), np.median(around[:, strong])
    return bool(abs(box_level - paper_level) < abs(box_level - ink_level))
