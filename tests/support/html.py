"""A page as its elements, found by tag, attributes and text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, with single spaces."""
        return " ".join("".join(self._strings()).split())

    def all(self, tag, text=None, **attributes) -> list[Element]:
        """Every such element inside, in the page's order; `class_` is one class."""
        children = (child for child in self.children if isinstance(child, Element))
        return [
            element
            for child in children
            for element in (
                *([child] if child.fits(tag, text, attributes) else []),
                *child.all(tag, text, **attributes),
            )
        ]

    def one(self, tag, text=None, **attributes) -> Element:
        """The only such element inside."""
        (element,) = self.all(tag, text, **attributes)
        return element

    def fits(self, tag, text, attributes):
        attributes = dict(attributes)
        class_ = attributes.pop("class_", None)
        return (
            self.tag == tag
            and (text is None or self.text == text)
            and (class_ is None or class_ in self.attributes.get("class", "").split())
            and attributes.items() <= self.attributes.items()
        )

    def _strings(self):
        for child in self.children:
            yield from [child] if isinstance(child, str) else child._strings()


class Parser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = [Element("page", {})]

    def handle_starttag(self, tag, attributes):
        self.handle_startendtag(tag, attributes)
        if tag not in VOID:
            self.open.append(self.open[-1].children[-1])

    def handle_startendtag(self, tag, attributes):
        attributes = {name: value or "" for name, value in attributes}
        self.open[-1].children.append(Element(tag, attributes))

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> inside <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def parse(page) -> Element:
    """The elements of HTML or of a response; a tag that closes another fails."""
    parser = Parser()
    parser.feed(page if isinstance(page, str) else page.content.decode())
    parser.close()
    (root,) = parser.open
    return root


def hidden_fields(page) -> dict[str, str]:
    """What a page's forms send unseen: names and values."""
    fields = parse(page).all("input", type="hidden")
    sent = (element.attributes for element in fields)
    return {field["name"]: field.get("value", "") for field in sent}
