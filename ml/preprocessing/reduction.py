"""Large pictures made smaller, strip by strip: ink is looked for in fewer pixels."""

from PIL import Image

SIDE = 1024  # px: a picture of twice the side or more comes at 1024 to 2047
STRIP = 64  # rows of the smaller picture that are made at a time


def reduction(size: tuple[int, int]) -> int:
    """Return how many of a picture's pixels become one, along each side."""
    return max(1, max(size) // SIDE)


def reduce(image: Image.Image, factor: int) -> Image.Image:
    """Average blocks of factor x factor pixels. Returns RGB, or RGBA where it is clear.

    A strip at a time is converted, so that no second large picture is in memory.
    """
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if factor == 1:
        return _plain(image, mode)
    small = Image.new(mode, [-(-side // factor) for side in image.size])
    for top in range(0, small.height, STRIP):
        rows = top * factor, min((top + STRIP) * factor, image.height)
        strip = _plain(image.crop((0, rows[0], image.width, rows[1])), mode)
        small.paste(strip.reduce(factor), (0, top))
    return small


def _plain(image: Image.Image, mode: str) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value / 256).convert("L")
    return image if image.mode == mode else image.convert(mode)
