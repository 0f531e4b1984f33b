"""Where the camera stands: which place of the page each pixel shows, and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from ml.evaluation.photographs.kinds import Kind

SHAPES = (0.75, 1.33, 0.5625, 1.0)  # height by width


@dataclass(frozen=True)
class Camera:
    """A picture of width 1 in the page's units, before it is tilted."""

    size: tuple[int, int]  # pixels, width and height
    to_page: np.ndarray  # (3, 3): picture in widths -> page

    @property
    def height(self) -> float:
        """Of the picture, in widths."""
        return self.size[1] / self.size[0]

    def pixels(self) -> tuple[np.ndarray, np.ndarray]:
        """x and y of each pixel's middle, in picture widths: (height, width) each."""
        width, height = self.size
        x = (np.arange(width, dtype=np.float32) + 0.5) / width
        y = (np.arange(height, dtype=np.float32) + 0.5) / width
        return tuple(np.meshgrid(x, y))  # type: ignore[return-value]

    def page(self) -> tuple[np.ndarray, np.ndarray]:
        """The place on the page that every pixel shows: (height, width) each."""
        x, y = self.pixels()
        m = self.to_page.astype(np.float32)
        depth = m[2, 0] * x + m[2, 1] * y + m[2, 2]
        u, v = (m[i, 0] * x + m[i, 1] * y + m[i, 2] for i in (0, 1))
        return u / depth, v / depth

    def picture(self, points: np.ndarray) -> np.ndarray:
        """Points (n, 2) of the page -> pixels (n, 2)."""
        ends = np.column_stack([points, np.ones(len(points))])
        x, y, depth = np.linalg.inv(self.to_page) @ ends.T
        return np.column_stack([x, y]) / depth[:, None] * self.size[0]


def aim(kind: Kind, rng: Generator) -> Camera:
    """Hold the camera nearly straight."""
    width = int(rng.integers(*kind.width, endpoint=True))
    height = round(width * SHAPES[rng.integers(len(SHAPES))])
    angle = np.radians(rng.uniform(-kind.tilt, kind.tilt))
    lean = rng.uniform(-kind.perspective, kind.perspective, 2)
    middle = np.array([0.5, height / width / 2])
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [*lean, 1]])
    return Camera((width, height), _move(middle) @ turn @ _move(-middle))


def _move(by: np.ndarray) -> np.ndarray:
    return np.array([[1, 0, by[0]], [0, 1, by[1]], [0, 0, 1]])
