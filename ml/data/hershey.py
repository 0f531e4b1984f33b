"""Letters and symbols as pen strokes: what a digit reader should refuse.

From Hershey's single-stroke fonts (A. V. Hershey 1967, "Calligraphy for computers", US
Naval Weapons Laboratory; in the public domain), by the package Hershey-Fonts.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

# Fonts of the package, and of each the characters that nobody takes for a digit: no O,
# I, l, S, Z, b, g, q, y and the like. The last three put symbols at these places.
LETTERS = "AEFHKMNPRTVWXadehkmnpvwx"
CHARACTERS = {
    "futural": LETTERS + "#$%&*+<=>?@^!",
    "scripts": LETTERS,
    "cursive": LETTERS,
    "greeks": "CDLNPSUWXagjklpvwx",  # gamma, delta, lambda, xi ... alpha, eta ... omega
    "mathlow": "!\"#$&':;?@bhijklnwxz",  # plus-minus, times, sum, not equal, root ...
    "symbolic": "GIJKLMNO^_abcdeghmnop",  # triangle, square, star, heart, spade ...
}
CAPITAL = 21  # units of a capital's height in these fonts


@lru_cache(1)
def letters() -> tuple[tuple[np.ndarray, ...], ...]:
    """Each a tuple of strokes, float (n, 2), y down, in heights of a capital."""
    from HersheyFonts import HersheyFonts

    glyphs = []
    for name, characters in CHARACTERS.items():
        font = HersheyFonts()
        font.load_default_font(name)
        for character in characters:
            strokes = map(list, font.strokes_for_text(character))
            glyphs.append(tuple(np.array(s) / CAPITAL for s in strokes if len(s) > 1))
    return tuple(glyphs)
