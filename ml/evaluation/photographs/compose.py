"""Strokes -> a JPEG as a phone would take it, of one of the kinds, the same by seed.

The paper's reflectance (its colour, lines, ink) times the light (gradient, shadow),
and the table around it; then blur, noise and compression.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageFilter

from ml.evaluation.photographs.camera import Camera, aim
from ml.evaluation.photographs.kinds import KINDS, Kind
from ml.evaluation.photographs.light import light
from ml.evaluation.photographs.sheet import sheet
from ml.evaluation.photographs.strokes import coverage
from ml.evaluation.photographs.table import on_table


def photograph(sample: dict, kind: str, seed: int) -> bytes:
    """Return a JPEG of the sample's strokes: float arrays (n, 2), y down.

    An empty sheet where there are none. `kind` is a key of KINDS.
    """
    key = [sample.get("set"), sample.get("id"), sample.get("writer"), sample["label"]]
    rng = np.random.default_rng([seed, zlib.crc32(repr([key, kind]).encode())])
    page = compose(sample["strokes"], KINDS[kind], rng)
    return _develop(page, KINDS[kind], rng)


def compose(strokes: Sequence[np.ndarray], kind: Kind, rng: Generator) -> np.ndarray:
    """The scene, float32 (height, width, 3) in 0..255, before the camera's faults."""
    camera = aim(kind, rng)
    scene = sheet(camera, kind, rng)
    if len(strokes):
        scene = _write(scene, strokes, camera, kind, rng)
    scene = on_table(scene, camera, kind, rng)
    return scene * light(camera, kind, rng)


def _write(
    scene: np.ndarray,
    strokes: Sequence[np.ndarray],
    camera: Camera,
    kind: Kind,
    rng: Generator,
) -> np.ndarray:
    ink = np.array(kind.ink[rng.integers(len(kind.ink))], np.float32)
    share = coverage(strokes, camera, kind, rng) * rng.uniform(*kind.cover)
    if kind.grain:
        tooth = rng.standard_normal(share.shape, np.float32) * (kind.grain / 2)
        share = share * np.clip(tooth + (1 - kind.grain / 3), 0, 1)
    # Ink is a filter, chalk is a cover: both leave some of what is beneath.
    return scene + share[..., None] * (ink - scene)


def _develop(scene: np.ndarray, kind: Kind, rng: Generator) -> bytes:
    width = scene.shape[1]
    image = Image.fromarray(np.clip(np.rint(scene), 0, 255).astype(np.uint8))
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(*kind.blur) * width))
    if kind.enlarged > 1:
        size = (image.width * kind.enlarged, image.height * kind.enlarged)
        image = image.resize(size, Image.Resampling.BICUBIC)
    pixels = np.asarray(image, np.float32)
    noise = rng.standard_normal(pixels.shape, np.float32) * rng.uniform(*kind.noise)
    image = Image.fromarray(np.clip(np.rint(pixels + noise), 0, 255).astype(np.uint8))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=int(rng.integers(*kind.quality, endpoint=True)))
    return out.getvalue()
