"""Pixels, and where on their picture they lie: what is read is shown there again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PIL import Image

Box = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True)
class PlacedImage:
    """A part of a picture, each of its pixels `step` pixels of the picture wide."""

    image: Image.Image
    left: float = 0.0  # in the picture's pixels
    top: float = 0.0
    step: float = 1.0

    def crop(self, box: Box) -> PlacedImage:
        left, top = self.left + box[0] * self.step, self.top + box[1] * self.step
        return PlacedImage(self.image.crop(box), left, top, self.step)

    def reduce(self, factor: int) -> PlacedImage:
        """Average blocks of factor x factor pixels."""
        image = self.image.reduce(factor)
        return PlacedImage(image, self.left, self.top, self.step * factor)

    def with_pixels(self, image: Image.Image) -> PlacedImage:
        """Other pixels in the same place."""
        return replace(self, image=image)
