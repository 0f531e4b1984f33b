"""Markdown that reads well as it is: tables and lists."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence]) -> str:
    """A Markdown table, its columns aligned: the first to the left, others right."""
    texts = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(3, *map(len, column)) for column in zip(*texts, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [
        [row[0].ljust(widths[0])]
        + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        for row in (texts[0], rule, *texts[1:])
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent(share: float | None, decimals: int = 2) -> str:
    """0.9952 -> "99.52", None -> "-"."""
    return "-" if share is None else f"{100 * share:.{decimals}f}"


def bullets(points: Iterable[str]) -> str:
    """A Markdown list, wrapped at 88 columns."""
    wrapper = textwrap.TextWrapper(88, "- ", "  ", break_on_hyphens=False)
    return "\n".join(map(wrapper.fill, points))
