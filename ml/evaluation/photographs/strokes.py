"""Strokes -> how much of each pixel the pen covers, on a page seen by a camera."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw

from ml.evaluation.photographs.camera import Camera
from ml.evaluation.photographs.kinds import Kind

FINER = 4  # drawn this much larger, then averaged: antialiasing


def coverage(
    strokes: Sequence[np.ndarray], camera: Camera, kind: Kind, rng: Generator
) -> np.ndarray:
    """Float32 (height, width) in 0..1."""
    points = np.concatenate([np.asarray(stroke, float) for stroke in strokes])
    low, span = points.min(0), np.ptp(points, axis=0)
    shorter = min(1, camera.height)
    side = rng.uniform(*kind.size) * shorter
    scale = side / max(span.max(), 1e-6)
    middle = np.array([0.5, camera.height / 2])
    middle = middle + rng.uniform(-kind.off, kind.off, 2) * shorter
    pen = rng.uniform(*kind.pen) * side * camera.size[0]
    corner = middle - span * scale / 2
    paths = [
        camera.picture((np.asarray(stroke, float) - low) * scale + corner)
        for stroke in strokes
    ]
    return _draw(paths, pen, camera.size)


def _draw(paths: list[np.ndarray], pen: float, size: tuple[int, int]) -> np.ndarray:
    """Draw round-ended lines, in pixels; only the box around them is drawn finer."""
    points = np.concatenate(paths)
    corner = np.floor(points.min(0) - pen - 2).astype(int)
    box = np.ceil(points.max(0) + pen + 2).astype(int) - corner
    finer = Image.new("L", tuple((box * FINER).tolist()))
    brush, radius = ImageDraw.Draw(finer), pen * FINER / 2
    for path in paths:
        line = [tuple(point) for point in (path - corner) * FINER]
        brush.line(line, fill=255, width=max(1, round(2 * radius)))
        for x, y in line:
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    page = Image.new("L", size)
    page.paste(finer.reduce(FINER), tuple(corner.tolist()))
    return np.asarray(page, np.float32) / 255
