"""What lies around the sheet: wood, cloth, stone, and the sheet's own shadow on it."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from PIL import Image

from ml.evaluation.photographs.camera import Camera
from ml.evaluation.photographs.kinds import Kind

# Colour, how much its texture varies, and how that runs: cells down and across.
TABLES = [
    ((108, 74, 46), 0.14, (90, 5)),  # dark wood
    ((196, 160, 118), 0.10, (70, 4)),  # light wood
    ((150, 108, 70), 0.18, (5, 60)),  # wood, the grain upwards
    ((118, 120, 126), 0.10, (260, 260)),  # cloth
    ((60, 62, 66), 0.05, (30, 30)),  # a dark desk
    ((206, 204, 198), 0.06, (14, 14)),  # marble
    ((52, 92, 74), 0.04, (60, 60)),  # a cutting mat
]
DROP = (0.1, 0.45)  # how dark the sheet's shadow on the table is
REACH = (0.004, 0.02)  # and how far it reaches, in picture widths


def on_table(
    scene: np.ndarray, camera: Camera, kind: Kind, rng: Generator
) -> np.ndarray:
    """The scene with a table on `kind.sides` of it."""
    if not kind.sides:
        return scene
    outside = _outside(camera, kind, rng)
    sheet = np.clip(0.5 - outside * camera.size[0], 0, 1)[..., None]
    fade = np.clip(1 - outside / rng.uniform(*REACH), 0, 1)[..., None]
    table = _texture(camera, rng) * (1 - rng.uniform(*DROP) * fade)
    return table + sheet * (scene - table)


def _outside(camera: Camera, kind: Kind, rng: Generator) -> np.ndarray:
    """How far each pixel is outside of the sheet, in widths; below 0 on it."""
    u, v = camera.page()
    share = rng.uniform(*kind.table)
    depth = 1 - (1 - share) ** (1 / kind.sides)
    edges = [-u, u - 1, -v, v - camera.height]  # beyond the picture's own edges
    inset = [depth, depth, depth * camera.height, depth * camera.height]
    first = int(rng.integers(4))
    order = [(first + step) % 4 for step in (0, 2, 1, 3)][: kind.sides]
    if kind.sides == 2 and rng.random() < 0.6:  # a corner
        order = [first, (first + 2) % 4 if first % 2 else (first + 3) % 4]
    return np.maximum.reduce([edges[i] + inset[i] for i in order])


def _texture(camera: Camera, rng: Generator) -> np.ndarray:
    colour, strength, (down, across) = TABLES[rng.integers(len(TABLES))]
    pattern = np.zeros(camera.size[::-1], np.float32)
    for octave, weight in ((1, 0.6), (3, 0.4)):
        cells = rng.standard_normal((down * octave, across * octave), np.float32)
        image = Image.fromarray(cells).resize(camera.size, Image.Resampling.BICUBIC)
        pattern += weight * np.asarray(image)
    pattern *= float(strength / pattern.std())
    return np.array(colour, np.float32) * np.clip(1 + pattern, 0.2, 1.6)[..., None]
