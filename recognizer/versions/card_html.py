"""A version's card as HTML: the kinds of Markdown that our own cards are written in.

Headings, paragraphs, lists, tables and code; a card's pictures stand in other files and
are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import yaml
from django.utils.safestring import SafeString, mark_safe

from ml.inference.version_files import read_front_matter

HEADING = re.compile(r"(#{1,4}) (.+)")
CODE = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
)


@dataclass(frozen=True)
class Section:
    """What stands under one of a card's main headings."""

    heading: str
    html: SafeString


@dataclass(frozen=True)
class Card:
    """A card, read."""

    front: dict[str, Any]
    introduction: SafeString
    sections: list[Section]


def read_card(card: str) -> Card:
    """Read a card; one that is empty or in another form has no sections."""
    front, text = _split(card)
    introduction, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    sections = [part.partition("\n") for part in parts]
    return Card(
        front,
        markdown_html(re.sub(r"^# .*", "", introduction, flags=re.MULTILINE)),
        [Section(heading, markdown_html(text)) for heading, _, text in sections],
    )


def markdown_html(text: str) -> SafeString:
    """Render Markdown; whatever is in it is escaped first."""
    parts = CODE.split(text)  # text, code, text, code, ..., text
    html = [
        f'<pre tabindex="0"><code>{escape(part)}</code></pre>'
        if i % 2
        else "\n".join(_blocks(part))
        for i, part in enumerate(parts)
    ]
    return mark_safe("\n".join(html))  # noqa: S308  # each part is escaped


def _split(card: str) -> tuple[dict[str, Any], str]:
    try:
        return read_front_matter(card), card.split("---\n", 2)[2]
    except (ValueError, yaml.YAMLError):
        return {}, card


def _blocks(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text.strip()):
        heading = HEADING.fullmatch(block)
        if heading:
            level = len(heading[1])
            yield f"<h{level}>{_inline(heading[2])}</h{level}>"
        elif block.startswith("|"):
            yield _table(block.splitlines())
        elif block.startswith("- "):
            items = re.split(r"^- ", block, flags=re.MULTILINE)[1:]
            yield f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</ul>"
        elif block and not block.startswith("!["):
            yield f"<p>{_inline(block)}</p>"


def _table(lines: list[str]) -> str:
    """A table in a box of its own, which scrolls where the screen is narrow."""
    cells = (line.removeprefix("| ").removesuffix(" |").split(" | ") for line in lines)
    head, _, *rows = cells
    top = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    body = "".join(f"<tr>{_row(row)}</tr>" for row in rows)
    return (
        '<div class="scrolls" role="group" aria-label="Table" tabindex="0"><table>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(cells: list[str]) -> str:
    first, *others = map(_inline, cells)
    return f'<th scope="row">{first}</th>' + "".join(f"<td>{c}</td>" for c in others)


def _inline(text: str) -> str:
    html = escape(text.strip())
    for pattern, replacement in INLINE:
        html = pattern.sub(replacement, html)
    return html
