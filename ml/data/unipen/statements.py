"""UNIPEN's text: statements that begin with a keyword, such as .PEN_DOWN and points."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ml.data.mnist import BadData

KEYWORD = re.compile(r"^\.([A-Z_]+)", re.MULTILINE)


class Statement(NamedTuple):
    """A keyword with what stands up to the next one."""

    keyword: str  # without its dot
    body: str  # begins with the rest of the keyword's line
    path: Path
    line: int  # of the keyword, from 1

    @property
    def where(self) -> str:
        return f"{self.path}, line {self.line}"


def read_statements(path: Path) -> list[Statement]:
    """Read a file's statements; what stands before the first keyword is left out."""
    text = path.read_text("latin-1")
    found = list(KEYWORD.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    statements, line, counted = [], 1, 0
    for match, end in zip(found, ends, strict=True):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        statements.append(Statement(match[1], text[match.end() : end], path, line))
    return statements


def read_points(pen: Statement, x_column: int = 0, y_column: int = 1) -> np.ndarray:
    """The points of a .PEN_DOWN, float (n, 2) with y down, where the format's is up.

    Raises BadData with the line that is wrong.
    """
    points = []
    for offset, line in enumerate(pen.body.splitlines()):
        if values := line.split():
            try:
                points.append((float(values[x_column]), -float(values[y_column])))
            except (ValueError, IndexError):
                where = f"{pen.path}, line {pen.line + offset}"
                raise BadData(
                    f"{where}: expected a point, got {line.strip()!r}."
                ) from None
    return np.array(points, float).reshape(-1, 2)
