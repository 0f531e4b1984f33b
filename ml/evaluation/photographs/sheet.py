"""The sheet: its colour, its fibres, and what is printed on it."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from ml.evaluation.photographs.camera import Camera
from ml.evaluation.photographs.kinds import Kind

FIBRES = 0.006  # of the paper's colour: how much fibres vary it
GREY_LINE, BLUE_LINE, RED_LINE = (150, 150, 155), (110, 150, 205), (215, 90, 95)
WIDTH = (0.03, 0.06)  # of the spacing: how wide a line is


def sheet(camera: Camera, kind: Kind, rng: Generator) -> np.ndarray:
    """The paper's reflectance, float32 (height, width, 3) in 0..255."""
    paper = np.array(kind.paper[rng.integers(len(kind.paper))], np.float32)
    height, width = camera.size[1], camera.size[0]
    fibres = 1 + FIBRES * rng.standard_normal((height, width, 1), np.float32)
    scene = paper * fibres
    if kind.lines:
        _print_lines(scene, camera, kind, rng)
    return scene


def _print_lines(scene: np.ndarray, camera: Camera, kind: Kind, rng: Generator) -> None:
    u, v = camera.page()
    spacing = rng.uniform(0.06, 0.16) * min(1, camera.height)
    wide = max(rng.uniform(*WIDTH) * spacing, 1.2 / camera.size[0])
    colour = (GREY_LINE, BLUE_LINE)[rng.integers(2)]
    strength = rng.uniform(*kind.line)
    start = rng.uniform(0, spacing, 2)
    across = _near((v - start[1]) % spacing, spacing, wide, camera)
    down = _near((u - start[0]) % spacing, spacing, wide, camera)
    if "dotted" in kind.lines:
        _tint(scene, colour, np.minimum(across, down) * strength)
    else:
        _tint(scene, colour, across * strength)
    if "squared" in kind.lines:
        _tint(scene, colour, down * strength)
    if "margin" in kind.lines:
        margin = rng.choice([rng.uniform(0.05, 0.2), rng.uniform(0.8, 0.95)])
        at = np.abs(u - margin)
        _tint(scene, RED_LINE, _cover(at, wide, camera) * min(1, 1.6 * strength))


def _near(place: np.ndarray, spacing: float, wide: float, camera: Camera) -> np.ndarray:
    return _cover(np.minimum(place, spacing - place), wide, camera)


def _cover(away: np.ndarray, wide: float, camera: Camera) -> np.ndarray:
    """How much of a pixel a line covers whose middle is so far `away`."""
    return np.clip((wide / 2 - away) * camera.size[0] + 0.5, 0, 1)


def _tint(scene: np.ndarray, colour: tuple, share: np.ndarray) -> None:
    scene += share[..., None] * (np.array(colour, np.float32) - scene)
