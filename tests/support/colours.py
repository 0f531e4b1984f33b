"""How well text stands out from what is behind it."""

import re


def contrast(*colours):
    low, high = sorted(map(luminance, colours))
    return (high + 0.05) / (low + 0.05)


def luminance(colour):
    """WCAG 2's relative luminance of "rgb(r, g, b)"."""
    shares = [int(part) / 255 for part in re.findall(r"\d+", colour)]
    linear = [
        s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares
    ]
    return sum(w * s for w, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
