"""The boxes of a number's digits, as an SVG that lies over its picture."""

from django.utils.safestring import SafeString

from ml.preprocessing.errors import BadImage
from ml.preprocessing.metadata import header_size
from recognizer.models import Drawing, Prediction
from recognizer.statistics.plots import tag

TEXT = 0.07  # of the picture's longer side: the height of a digit at its box


def boxes_over(drawing: Drawing, answer: Prediction) -> SafeString | str:
    """One box for each part, with its digit; "" where there are none to show."""
    if not answer.parts:
        return ""
    try:
        width, height = header_size(bytes(drawing.picture))
    except BadImage:
        return ""
    size = TEXT * max(width, height)
    boxes = [box(part, size) for part in answer.parts]
    view = f"0 0 {width} {height}"
    return tag("svg", *boxes, class_="boxes", viewBox=view, aria_hidden="true")


def box(part: dict, size: float) -> SafeString:
    """A part's box, and its digit above it, or below where it is at the top."""
    left, top, width, height = part["box"]
    is_at_top = top < 1.2 * size
    baseline = top + height + size if is_at_top else top - 0.25 * size
    rect = tag("rect", x=left, y=top, width=width, height=height)
    digit = tag(
        "text",
        part["digit"],
        x=left + width / 2,
        y=baseline,
        font_size=size,
        text_anchor="middle",
    )
    return tag("g", rect, digit)
