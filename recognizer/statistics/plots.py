"""Plots as inline SVG: markup alone, its colours in static/recognizer/statistics/.

Across, all is in per cent of the width, so that a plot fits any screen while its text
keeps the page's size. Beside every plot stands a table that says the same.
"""

from collections.abc import Sequence

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from recognizer.formatting import whole
from recognizer.statistics.calibration import ConfidenceBin
from recognizer.statistics.scope import Proportion

HEIGHT = 180  # of the stacked bars, px
RADIUS = 4  # of a point, px


def tag(name: str, *children, **attributes) -> SafeString:
    """One element; class_ and text_anchor stand for class and text-anchor."""
    written = format_html_join(
        "",
        ' {}="{}"',
        (
            (key.strip("_").replace("_", "-"), value(attribute))
            for key, attribute in attributes.items()
        ),
    )
    inside = format_html_join("", "{}", ((child,) for child in children))
    return format_html("<{}{}>{}</{}>", name, written, inside, name)


def value(attribute: float | str) -> str:
    return f"{attribute:.6g}" if isinstance(attribute, float) else str(attribute)


def length(share: float) -> str:
    """0.25 -> "25%", in SVG's spelling: of the plot's width or height."""
    return f"{100 * share:.5g}%"


def picture(kind: str, label: str, *parts) -> SafeString:
    """An SVG that a screen reader reads as a picture with that label."""
    return tag("svg", *parts, class_=f"plot {kind}", role="img", aria_label=label)


def line(
    x1: float, y1: float | str, x2: float, y2: float | str, kind: str
) -> SafeString:
    """`x1`, `x2`: shares of the width; `y1`, `y2`: pixels, or as length()."""
    return tag("line", class_=kind, x1=length(x1), y1=y1, x2=length(x2), y2=y2)


def bars(stacks: Sequence[tuple[str, Sequence[int]]], label: str) -> SafeString:
    """Named stacks of counts, side by side; the first count is at the bottom."""
    top = round_up(max((sum(counts) for _, counts in stacks), default=0))
    parts = []
    for count in (0, top // 2, top) if top > 1 else (0, top):
        y = HEIGHT * (1 - count / top)
        text = tag("text", intcomma(count), x=-6, y=y + 4, text_anchor="end")
        parts += [line(0, y, 1, y, "grid"), text]
    for i, (name, counts) in enumerate(stacks):
        parts.append(stack(name, counts, i, len(stacks), top))
    return picture("bars", label, *parts, *names_below([name for name, _ in stacks]))


def names_below(names: Sequence[str]) -> list[SafeString]:
    """The names of as many bars as there is room for."""
    return [
        tag(
            "text",
            names[i],
            x=length((i + 0.5) / len(names)),
            y=HEIGHT + 18,
            text_anchor="middle",
        )
        for i in labelled(len(names))
    ]


def levels(
    days: Sequence[tuple[str, float]], limits: Sequence[float], label: str
) -> SafeString:
    """Named levels side by side, in the colour of how many limits each has passed.

    They end at twice the last limit, so that plots compare and show the limits.
    """
    top = 2 * limits[-1]
    parts = []
    for limit in (0, *limits, top):
        y = HEIGHT * (1 - limit / top)
        text = tag("text", f"{limit:g}", x=-6, y=y + 4, text_anchor="end")
        parts += [line(0, y, 1, y, "grid"), text]
    for i, (name, level) in enumerate(days):
        passed = sum(level >= limit for limit in limits)
        box = tag(
            "rect",
            class_=f"part-{len(limits) - passed}",
            x=length((i + 0.1) / len(days)),
            width=length(0.8 / len(days)),
            y=HEIGHT * max(0, 1 - level / top),
            height=HEIGHT * min(1, level / top),
        )
        parts.append(tag("g", tag("title", f"{name}: {level:.2f}"), box))
    return picture("bars", label, *parts, *names_below([name for name, _ in days]))


def stack(name: str, counts: Sequence[int], i: int, n: int, top: int) -> SafeString:
    """The i-th of n stacked bars; `top` is the count of the full height."""
    boxes, below = [], 0
    for kind, count in enumerate(counts):
        below += count
        box = {"y": HEIGHT * (1 - below / top), "height": HEIGHT * count / top}
        if count:
            boxes.append(
                tag(
                    "rect",
                    class_=f"part-{kind}",
                    x=length((i + 0.1) / n),
                    width=length(0.8 / n),
                    **box,
                )
            )
    return tag("g", tag("title", f"{name}: {intcomma(below)}"), *boxes)


def labelled(n: int, most: int = 4) -> list[int]:
    """Indices of the bars with a name below: of n at most what a phone has room for."""
    if n <= most:
        return list(range(n))
    return [round((i + 0.5) * n / most - 0.5) for i in range(most)]


def round_up(count: int) -> int:
    """To 1, 2, 4, 6, 8 or 10 times a power of ten: but for 1, the half is whole too."""
    power = 1
    while count > 10 * power:
        power *= 10
    return next(n * power for n in (1, 2, 4, 6, 8, 10) if n * power >= count)


def bar(share: float) -> SafeString:
    """A horizontal bar for a table's cell, beside the number."""
    rect = tag("rect", class_="part-0", width=length(share), height="100%")
    return tag("svg", rect, class_="bar", aria_hidden="true")


def interval(proportion: Proportion, floor: float) -> SafeString:
    """A proportion and its interval on a line from `floor` to 1, for a table's cell."""
    ends = *proportion.interval, proportion.value
    low, high, value = ((share - floor) / (1 - floor) for share in ends)
    parts = (
        line(0, "50%", 1, "50%", "grid"),
        line(low, "50%", high, "50%", "span"),
        point(value, 0.5),
    )
    return tag("svg", *parts, class_="interval", aria_hidden="true")


def point(x: float, y: float) -> SafeString:
    return tag("circle", class_="point", cx=length(x), cy=length(y), r=RADIUS)


def reliability(bins: Sequence[ConfidenceBin], label: str) -> SafeString:
    """How often answers of a confidence are right: on the diagonal if all is well."""
    parts = [line(0, "100%", 1, "0%", "diagonal")]
    for share in (0, 0.25, 0.5, 0.75, 1):
        y, text = length(1 - share), whole(share)
        parts += [
            line(0, y, 1, y, "grid"),
            tag("text", text, x=-6, y=y, dy=4, text_anchor="end"),
            tag("text", text, x=length(share), y="100%", dy=18, text_anchor="middle"),
        ]
    for bin in bins:
        low, high = bin.accuracy.interval
        x = bin.confidence
        parts.append(line(x, length(1 - low), x, length(1 - high), "span"))
        parts.append(point(x, 1 - bin.accuracy.value))
    return picture("square", label, *parts)
