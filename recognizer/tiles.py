"""What a network saw, as a picture that people can see."""

import base64
import io

import numpy as np
from PIL import Image


def tile_png(tile: np.ndarray) -> bytes:
    """A float tile 0..1 as a small grey PNG, ink white on black."""
    png = io.BytesIO()
    Image.fromarray((tile * 255 + 0.5).astype("uint8")).save(png, "PNG")
    return png.getvalue()


def tile_url(tile: np.ndarray) -> str:
    """A tile as the address of an <img>."""
    return "data:image/png;base64," + base64.b64encode(tile_png(tile)).decode()
