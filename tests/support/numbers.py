"""Numbers drawn by code: digits side by side."""

from tests.support.drawings import DIGITS

GAP = 0.25  # between two digits, of their height


def side_by_side(number):
    """The strokes of "42": those of its digits, from left to right."""
    strokes, left = [], 0.0
    for digit in map(int, number):
        xs = [x for stroke in DIGITS[digit] for x, _ in stroke]
        shift = left - min(xs)
        strokes += [[(x + shift, y) for x, y in stroke] for stroke in DIGITS[digit]]
        left = max(xs) + shift + GAP
    return strokes
