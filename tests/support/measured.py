"""To measure on: a folder of drawings made by code, and a few real digits."""

import numpy as np

from tests.support.mnist import digits, small_mnist

RENDER = """
from tests.support.drawings import BLACK, DIGITS, WHITE, blank_png, png
from tests.support.numbers import side_by_side

CONDITIONS = {"plain": {}, "black-on-white": {"colour": BLACK, "paper": WHITE}}
DEFAULT_CONDITIONS = ["plain"]


def load_set(name, split):
    if name == "hard":  # two drawings that are not there, two that are a digit
        return [
            {"label": "?", "group": "symbol", "writer": "a", "strokes": strokes}
            for strokes in ([], [], DIGITS[1], DIGITS[7])
        ]
    if name == "others":  # a character that looks like a digit has its set's group
        return [
            {"label": label, "group": "symbol", "writer": "a", "strokes": DIGITS[1]}
            for label in "l|+"
        ]
    if name == "numbers":
        return [
            {"label": label, "writer": writer, "strokes": side_by_side(label)}
            for label in ("42", "307", "1950", "86420")
            for writer in ("w1", "w2", "w4")
        ] + [  # what was meant for 36 and for 35
            {"label": "36", "writer": "w1", "strokes": side_by_side("35")},
            {"label": "35", "writer": "w2", "strokes": DIGITS[7]},
        ]
    if name == "words":  # one that looks like a number
        strokes = side_by_side("42")
        return [{"label": "Az", "group": "word", "writer": "a", "strokes": strokes}]
    if name == "empty":
        return [{"label": "3", "writer": "a", "strokes": []}]
    writers = [f"w{n}" for n in range(5, 13)] if name == "many" else "abc"
    return [
        {"label": str(digit), "writer": writer, "strokes": DIGITS[digit]}
        for digit in range(10)
        for writer in writers
    ]


def render(sample, condition, seed):
    if not sample["strokes"]:
        return blank_png()
    pen = 6 if len(sample["label"]) > 1 else 16
    return png(sample["strokes"], pen=pen, **CONDITIONS[condition])
"""


def measuring_folder(tmp_path):
    """Digits of three and of eight writers, numbers, a blank one, and no digits."""
    folder = tmp_path / "drawings"
    (folder / "data" / "dev").mkdir(parents=True)
    (folder / "render.py").write_text(RENDER)
    for name in ("digits", "empty", "hard", "many", "numbers", "others", "words"):
        (folder / "data" / "dev" / f"{name}.npz").touch()
    return folder


def mnist_file(tmp_path):
    """MNIST in Keras's form, of 40 digits to report; and these."""
    path, test = tmp_path / "mnist.npz", small_mnist().test
    parts = {"x_train": digits().x, "y_train": digits().y}
    np.savez(path, **parts, x_test=test.x, y_test=test.y)
    return path, test
