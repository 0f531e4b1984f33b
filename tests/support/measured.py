"""To measure on: a folder of drawings made by code, and a few real digits."""

import numpy as np

from tests.support.mnist import digits, small_mnist

RENDER = """
from tests.support.drawings import BLACK, DIGITS, WHITE, blank_png, png

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
    return png(sample["strokes"], **CONDITIONS[condition])
"""


def measuring_folder(tmp_path):
    """Digits of three and of eight writers, a blank one, and what is no digit."""
    folder = tmp_path / "drawings"
    (folder / "data" / "dev").mkdir(parents=True)
    (folder / "render.py").write_text(RENDER)
    for name in ("digits", "empty", "hard", "many", "others"):
        (folder / "data" / "dev" / f"{name}.npz").touch()
    return folder


def mnist_file(tmp_path):
    """MNIST in Keras's form, of 40 digits to report; and these."""
    path, test = tmp_path / "mnist.npz", small_mnist().test
    parts = {"x_train": digits().x, "y_train": digits().y}
    np.savez(path, **parts, x_test=test.x, y_test=test.y)
    return path, test
