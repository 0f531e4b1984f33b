"""A kept picture as a PNG on paper: for its page, for lists, for link previews."""

import io

from PIL import Image, ImageStat

from ml.preprocessing.memory import memory
from ml.preprocessing.picture import check_kept_picture, decode, upright_size

SIDE = 560  # pixels at most: two for each of a canvas
WHITE, DARK = (255, 255, 255), (30, 32, 37)
PALE = 190  # of 255: lighter ink is hardly seen on white


def picture_on_paper(picture: bytes) -> bytes:
    """Return a kept picture as a PNG without clear pixels.

    Raises BadImage and MemoryTaken.
    """
    kept = check_kept_picture(picture)
    with memory.reserve(kept.memory_needed):
        image = decode(kept)
    image.thumbnail((SIDE, SIDE))
    png = io.BytesIO()
    _lay_on_paper(image).save(png, "PNG")
    return png.getvalue()


def picture_size(picture: bytes) -> tuple[int, int]:
    """Return the width and height of a kept picture, upright. Raises BadImage."""
    return upright_size(check_kept_picture(picture))


def _lay_on_paper(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    page = Image.new("RGB", image.size, _paper_for(image))
    page.paste(image, mask=image.getchannel("A"))
    return page


def _paper_for(image: Image.Image) -> tuple[int, int, int]:
    """Dark paper where the ink, RGBA, is so pale that white would hide it."""
    ink = image.getchannel("A")
    if not ink.getbbox():
        return WHITE
    return DARK if ImageStat.Stat(image.convert("L"), ink).mean[0] > PALE else WHITE
