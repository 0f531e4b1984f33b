"""How far every pixel is from the paper: a grey picture, 0 paper, up to 255 ink."""

from functools import reduce

import numpy as np
from PIL import Image, ImageChops

from ml.preprocessing.photograph import away_on_photograph
from ml.preprocessing.placed import Box, PlacedImage

SIDE = 128  # larger ink is averaged down to a longest side of 128 to 255 pixels
FAINT = 16  # of 255: what differs less from the paper is no ink
SOLID = 0.75  # of its box: a drawing covers less of it, a page more
PHOTO_SIDE = 384  # a larger photograph is searched at a longest side of 384 to 767 px
FLAT = 3  # of 255: what differs no more from the paper is paper
ALIKE = 0.5  # of a border is exactly the paper's colour; of a photograph's, less
TOUCHED = 0.25  # of a border may be ink; where more is not paper, its colours decide
NOISE = 5  # times the deviation that a fifth of the pixels keep below
FRAME = 0.03  # of the page's shorter side: a line around it is at most so thick
BLANK = PlacedImage(Image.new("L", (1, 1)))


def away_from_paper(page: PlacedImage) -> PlacedImage:
    """Return an L picture, cropped and small: how much each pixel is ink.

    On a clear page the alpha is the ink, whatever the colours; on an opaque one it is
    the distance from the paper's colour, in the channel where that is largest, so that
    a pen shows on a paper of the same brightness. page: RGB or RGBA.
    """
    image = page.image
    if image.mode == "RGB":
        return _away_by_colour(page)
    box = image.getbbox()  # of all that is not fully clear
    if box is None:
        return BLANK
    bare = 0
    if box == (0, 0, *image.size):
        bare = extremes(image.getchannel("A"))[0]
        if bare == 255:
            return _away_by_colour(page)
    page = page.crop(box)
    image, alpha = page.image, page.image.getchannel("A")
    by_alpha = _shrink(page.with_pixels(alpha))
    by_alpha = by_alpha.with_pixels(_subtract(by_alpha.image, bare))
    if _is_drawing(by_alpha.image):
        return by_alpha
    by_colour = _away_by_colour(page.with_pixels(_on_own_paper(image, alpha)))
    return by_colour if extremes(by_colour.image)[1] >= FAINT else by_alpha


def extremes(grey: Image.Image) -> tuple[int, int]:
    """The lowest and the highest value of an L picture."""
    return grey.getextrema()  # type: ignore[return-value]  # other modes: otherwise


def _shrink(page: PlacedImage, side: int = SIDE) -> PlacedImage:
    """Average whole blocks of pixels: the longest side is then side to 2 * side."""
    return page.reduce(max(1, max(page.image.size) // side))


def _is_drawing(ink: Image.Image) -> bool:
    """Whether it is neither a page (with round corners, say) nor a little noise."""
    return extremes(ink)[1] >= FAINT and np.asarray(ink).mean() < SOLID * 255


def _on_own_paper(image: Image.Image, alpha: Image.Image) -> Image.Image:
    """Paint the clear parts of a page in the median colour of the rest."""
    pixels = _sample(image)
    solid = pixels[..., 3] >= np.median(pixels[..., 3])
    paper = Image.new("RGB", image.size, _median_colour(pixels[solid][:, :3]))
    paper.paste(image, mask=alpha)
    return paper


def _away_by_colour(page: PlacedImage) -> PlacedImage:
    inside = _within_frame(page)
    away = _away_by_border(inside)
    if inside is not page and extremes(away.image)[1] < FAINT:
        return _away_by_border(page)  # no frame: the drawing is a large full square
    return away


def _away_by_border(page: PlacedImage) -> PlacedImage:
    image = page.image
    pixels = _sample(image)
    colour = _median_colour(_border_and_inside(pixels))
    if _is_photographed(_border(pixels), colour):
        small = _shrink(page.with_pixels(image.convert("RGB")), PHOTO_SIDE)
        return _shrink_to_ink(small.with_pixels(away_on_photograph(small.image)))
    paper = Image.new(image.mode, image.size, colour)
    difference = ImageChops.difference(image, paper)
    box = difference.getbbox(alpha_only=False)
    if box is None:
        return BLANK
    away = page.with_pixels(difference).crop(box)
    grey = reduce(ImageChops.lighter, away.image.split()[:3])
    if grey.size == image.size:  # else all around the box is exactly paper
        grey = _subtract(grey, NOISE * int(np.quantile(_sample(grey), 0.2)))
    return _shrink_to_ink(away.with_pixels(grey))


def _is_photographed(border: np.ndarray, colour: tuple[int, ...]) -> bool:
    """Whether the border's pixels (n, channels) vary as a camera's do.

    A canvas's are the paper, but for where a stroke touches the border: and that is
    mostly of one colour, too.
    """
    distance = _distance_from(border, colour)
    if np.mean(distance == 0) < ALIKE:
        return True
    others = border[distance > FLAT]
    if len(others) < TOUCHED * len(border):
        return False
    _, counts = np.unique(others, axis=0, return_counts=True)
    return bool(counts.max() < len(others) / 2)


def _shrink_to_ink(away: PlacedImage) -> PlacedImage:
    box = away.image.point([0] * FAINT + [255] * (256 - FAINT)).getbbox()
    return _shrink(away.crop(_wider(box, away.image.size))) if box else away


def _within_frame(page: PlacedImage) -> PlacedImage:
    """Cut off a thin frame: a canvas's border in a screenshot."""
    image = page.image
    depth = 1 + int(FRAME * min(image.size))
    width, height = image.size
    if min(image.size) < 4 * depth or _equal_above(image, depth):
        return page
    frame, inside = _ring(image, 0), _ring(image, depth)
    paper = _median_colour(inside)
    if (
        np.ptp(frame, axis=0).max() > FLAT
        or np.mean(_distance_from(inside, paper) <= FLAT) < 0.9
        or _distance_from(frame, paper).min() <= FLAT
    ):
        return page
    return page.crop((depth, depth, width - depth, height - depth))


def _equal_above(page: Image.Image, depth: int) -> bool:
    """Whether the upper border and what is `depth` below are alike: a quick check."""
    middle = page.width // 2
    return page.getpixel((middle, 0)) == page.getpixel((middle, depth))


def _ring(page: Image.Image, depth: int) -> np.ndarray:
    """The pixels (n, channels) of a line around the page, `depth` inside its border."""
    right, bottom = page.width - depth, page.height - depth
    lines = [
        (depth, depth, right, depth + 1),
        (depth, bottom - 1, right, bottom),
        (depth, depth, depth + 1, bottom),
        (right - 1, depth, right, bottom),
    ]
    bands = len(page.getbands())
    return np.concatenate([np.asarray(page.crop(b)).reshape(-1, bands) for b in lines])


def _subtract(grey: Image.Image, amount: int) -> Image.Image:
    """Subtract the amount from every pixel, down to 0."""
    return grey.point([max(0, i - amount) for i in range(256)]) if amount else grey


def _sample(image: Image.Image) -> np.ndarray:
    """Some of the pixels, uint8 (up to 255, up to 255, channels)."""
    step = max(1, max(image.size) // SIDE)
    size = [max(1, side // step) for side in image.size]
    return np.asarray(image.resize(size, Image.Resampling.NEAREST))


def _border(pixels: np.ndarray) -> np.ndarray:
    return np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])


def _border_and_inside(pixels: np.ndarray) -> np.ndarray:
    """As many pixels from the whole page as from its border.

    The paper's colour is the median of both: a drawing may fill the page or lie along
    its border.
    """
    border = _border(pixels)
    inside = pixels.reshape(-1, pixels.shape[-1])
    return np.concatenate([border, inside[:: max(1, len(inside) // len(border))]])


def _median_colour(pixels: np.ndarray) -> tuple[int, ...]:
    """The median of each channel."""
    return tuple(np.median(pixels, axis=0).astype(int).tolist())


def _distance_from(pixels: np.ndarray, colour: tuple[int, ...]) -> np.ndarray:
    """How far each pixel is from the colour, in the channel where that is largest."""
    return np.abs(pixels.astype(np.int16) - colour).max(axis=-1)


def _wider(box: Box, size: tuple[int, int]) -> Box:
    """Two pixels more on each side, for the soft rim of the strokes."""
    left, top, right, bottom = box
    width, height = size
    return (
        max(left - 2, 0),
        max(top - 2, 0),
        min(right + 2, width),
        min(bottom + 2, height),
    )
