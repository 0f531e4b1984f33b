"""How far one drawing of a digit may differ from another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Distortion:
    """How far drawings differ; lengths in tile pixels, shares 0..1."""

    kinds: tuple[float, ...] = (0.2, 0.2, 0.3, 0.3)  # AS_IS, WARPED, EDGED, REDRAWN
    turn: float = 15.0  # degrees either way: more and a 6 nears a 9
    slant: float = 0.3  # sideways per height, either way
    stretch: float = 0.2  # log of the aspect's change, either way
    size: float = 0.07  # log of the longest side's change: noise of the fit
    shift: float = 0.6  # noise of the fit
    wobble: float = 0.9  # root mean square of the smooth displacement, at most
    thicker: tuple[float, float] = (-0.55, 1.3)  # EDGED: moves the edge outwards
    pen: tuple[float, float] = (0.25, 3.6)  # REDRAWN: width; 3 to 45 px on 240
    soft: tuple[float, float] = (0.5, 1.3)  # width of the edge's ramp
    cut: float = 0.2  # share of drawings that leave the page at one side ...
    cut_depth: float = 0.16  # ... by at most this share of their size
    blur: float = 0.1  # share of tiles
    pale: float = 0.1  # share of tiles
