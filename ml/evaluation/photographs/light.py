"""The light on a scene: its gradient, and the shadows that fall into it."""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator

from ml.evaluation.photographs.camera import Camera
from ml.evaluation.photographs.kinds import Kind

TINT = np.array([1.0, 0.97, 0.9], np.float32)  # a shadow loses less blue
EXPOSURE = (0.78, 1.0)
FOLDS = 9


def light(camera: Camera, kind: Kind, rng: Generator) -> np.ndarray:
    """How much of the reflectance the camera sees: float32 (height, width, 3 or 1)."""
    x, y = camera.pixels()
    x, y = 2 * x - 1, 2 * y / camera.height - 1
    angle = rng.uniform(0, 2 * math.pi)
    slope = (math.cos(angle) * x + math.sin(angle) * y + 1) / 2
    level = 1 - rng.uniform(*kind.gradient) * np.clip(slope, 0, 1)
    level *= 1 - rng.uniform(*kind.vignette) * (x * x + y * y) / 2
    if kind.crumpled:
        level *= _folds(camera, kind, rng)
    lit = (level * rng.uniform(*EXPOSURE))[..., None]
    if kind.shadow[1]:
        for dark in SHADOWS[kind.shape](camera, kind, rng):
            lit = lit * (1 - dark[..., None] * (rng.uniform(*kind.shadow) * TINT))
    return lit


def _edge(camera: Camera, kind: Kind, rng: Generator) -> list[np.ndarray]:
    """The edge of a large shadow, which passes by the picture's middle."""
    return [_soften(_beside_a_line(camera, rng), kind, rng)]


def _two(camera: Camera, kind: Kind, rng: Generator) -> list[np.ndarray]:
    return [*_edge(camera, kind, rng), *_edge(camera, kind, rng)]


def _stripes(camera: Camera, kind: Kind, rng: Generator) -> list[np.ndarray]:
    """A window's blinds: stripes of light and of shadow."""
    period = rng.uniform(0.25, 0.5)
    place = _beside_a_line(camera, rng) % period
    return [_soften(np.abs(place - period / 2) - period / 4, kind, rng)]


def _hand(camera: Camera, kind: Kind, rng: Generator) -> list[np.ndarray]:
    """A hand with a phone: a fist from one side, with fingers and a rectangle."""
    x, y = camera.pixels()
    angle = rng.uniform(0, 2 * math.pi)
    along = (x - 0.5) * math.cos(angle) + (y - camera.height / 2) * math.sin(angle)
    across = (y - camera.height / 2) * math.cos(angle) - (x - 0.5) * math.sin(angle)
    start, shift = rng.uniform(0, 0.25), rng.uniform(-0.15, 0.15)
    across = across - shift
    away = np.hypot(along - start - 0.28, across * rng.uniform(0.8, 1.3)) - 0.28
    for finger in range(int(rng.integers(0, 4))):
        place = (finger - 1.5) * 0.11
        reach = np.maximum(np.abs(along - start - 0.1) - rng.uniform(0.08, 0.2), 0)
        away = np.minimum(away, np.hypot(reach, across - place) - 0.035)
    arm = np.where(along > start + 0.28, np.abs(across) - 0.2, 1)
    return [_soften(np.minimum(away, arm), kind, rng)]


def _beside_a_line(camera: Camera, rng: Generator) -> np.ndarray:
    """How far each pixel is to one side of a line, in widths; below 0 beyond it."""
    x, y = camera.pixels()
    angle = rng.uniform(0, 2 * math.pi)
    left, top = rng.uniform(-0.2, 0.2, 2).tolist()
    left, top = 0.5 + left, camera.height / 2 + top
    return (x - left) * math.cos(angle) + (y - top) * math.sin(angle)


def _soften(away: np.ndarray, kind: Kind, rng: Generator) -> np.ndarray:
    """1 in the shadow, where `away` is below 0, and 0 in the light."""
    t = np.clip(0.5 - away / (2 * rng.uniform(*kind.soft)), 0, 1)
    return t * t * (3 - 2 * t)


def _folds(camera: Camera, kind: Kind, rng: Generator) -> np.ndarray:
    """Flat pieces of paper between folds, each lit by another angle."""
    level = np.ones(camera.size[::-1], np.float32)
    for _ in range(FOLDS):
        beyond = _beside_a_line(camera, rng) + rng.uniform(-0.3, 0.3)
        step = float(rng.normal(0, kind.crumpled / 2))
        level *= 1 + step * np.tanh(beyond / 0.004) * np.exp(-np.abs(beyond) / 0.15)
    return level


SHADOWS = {"edge": _edge, "two": _two, "stripes": _stripes, "hand": _hand}
