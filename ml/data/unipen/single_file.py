"""Digits in a single file of UNIPEN form, as pendigits is published.

pendigits: Alpaydin and Alimoglu 1998, "Pen-Based Recognition of Handwritten Digits",
UCI, files pendigits-orig.tra and .tes, CC BY 4.0.
"""

from __future__ import annotations

import re
from pathlib import Path

from ml.data.mnist import BadData
from ml.data.unipen.statements import read_points, read_statements
from ml.data.unipen.trajectory import Trajectory

DIGIT = re.compile(r'\s+DIGIT\s.*"(\d)"\s*')
COMMENT = re.compile(r"\s+\d\s+(\d+)\b")  # digit, writer, number


def read_file(path: str | Path) -> list[Trajectory]:
    """Read the digits of a file, in its order; the strokes follow each segment.

    Raises BadData with the line that is wrong, FileNotFoundError without a file.
    """
    path = Path(path)
    pens: list[Trajectory] = []
    for statement in read_statements(path):
        keyword, body = statement.keyword, statement.body
        if keyword == "SEGMENT" and (digit := DIGIT.fullmatch(body)):
            pens.append(Trajectory(int(digit[1]), f"{path.stem}/", []))
        elif not pens:
            continue  # the file's own head
        elif keyword == "COMMENT" and (comment := COMMENT.match(body)):
            pens[-1] = pens[-1]._replace(writer=f"{path.stem}/{comment[1]}")
        elif keyword == "PEN_DOWN" and len(stroke := read_points(statement)):
            pens[-1].strokes.append(stroke)
    if not pens:
        raise BadData(f"{path}: expected digits in UNIPEN form (.SEGMENT DIGIT).")
    return [pen for pen in pens if pen.strokes]
