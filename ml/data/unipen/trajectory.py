"""One character as a pen wrote it."""

from __future__ import annotations

from typing import NamedTuple


class Trajectory(NamedTuple):
    """What one writer's pen did for one character."""

    label: int  # 0..9, or NOT_A_DIGIT
    writer: str  # file/number or contributor/writer: names start again in each
    strokes: list  # arrays, float (n, 2) each: x, y with y down
