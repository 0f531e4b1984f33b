"""A version's LiteRT file -> probabilities, with `ai_edge_litert` and numpy alone.

Serving needs this, `ml.inference.networks` and `ml.preprocessing`: no TensorFlow.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml.inference.networks import NETWORKS, NOT_A_DIGIT


class BadVersion(ValueError):
    """The file, or what its card says of it, cannot be used."""


@dataclass(frozen=True)
class Answer:
    """A version's answer to one tile."""

    digit: int  # 0..9, or 10: not a digit
    confidence: float  # the probability of `digit`
    probabilities: list[float]  # one per class: 10 or 11


class Classifier:
    """A version that answers for tiles; threads may share it.

    An interpreter is not thread-safe (shared, most calls raise), so each thread makes
    its own on its first call: about a megabyte each.
    """

    def __init__(
        self,
        litert: bytes,
        *,
        network: str,
        temperature: float = 1.0,
        threshold: float = 0.5,
    ):
        """Load a LiteRT file that puts out logits.

        `temperature` and `threshold` make probabilities of them: see
        logits_to_probabilities(). Raises BadVersion.
        """
        if network not in NETWORKS:
            raise BadVersion(f"No network {network!r}; there are {sorted(NETWORKS)}.")
        if not temperature > 0:
            raise BadVersion(f"Expected a temperature above 0, got {temperature}.")
        if not 0 < threshold < 1:
            raise BadVersion(f"Expected a threshold between 0 and 1, got {threshold}.")
        self.network = NETWORKS[network]
        self.temperature, self.threshold = float(temperature), float(threshold)
        self._litert = litert
        self._of_thread = threading.local()
        self._check()

    def prepare(self, ink: np.ndarray) -> np.ndarray:
        """Ink of any size -> this network's tile, float32 (side, side)."""
        return self.network.prepare(ink)

    def answer(self, tile: np.ndarray) -> Answer:
        """Answer for one tile (side, side), as `prepare` makes it."""
        return self.decide(self.probabilities(tile[None])[0])

    def answer_all(self, tiles: Sequence[np.ndarray]) -> list[Answer]:
        """Answer for each of some tiles (side, side), or of none."""
        if not tiles:
            return []
        return [self.decide(row) for row in self.probabilities(np.stack(tiles))]

    def decide(self, probabilities: np.ndarray) -> Answer:
        """The answer that one row of probabilities stands for."""
        digit = int(decide_all(probabilities[None])[0])
        return Answer(digit, float(probabilities[digit]), probabilities.tolist())

    def probabilities(self, tiles: np.ndarray) -> np.ndarray:
        """Tiles (n, side, side) in 0..1 -> float32 (n, classes), rows summing to 1."""
        logits = self.logits(tiles)
        return logits_to_probabilities(logits, self.temperature, self.threshold)

    def logits(self, tiles: np.ndarray) -> np.ndarray:
        """Tiles (n, side, side) -> float32 (n, classes), as the network puts them out.

        It runs one tile at a time: on one thread, batches of 4 to 64 were no quicker.
        """
        side = self.network.side
        if tiles.ndim != 3 or tiles.shape[1:] != (side, side):
            raise ValueError(f"Expected tiles (n, {side}, {side}), got {tiles.shape}.")
        logits = np.empty((len(tiles), self.network.classes), np.float32)
        for row, tile in zip(logits, tiles, strict=True):
            row[:] = self._run(tile)
        return logits

    def _run(self, tile: np.ndarray) -> np.ndarray:
        """One tile (side, side) -> its logits (classes,)."""
        if not hasattr(self._of_thread, "interpreter"):
            self._of_thread.interpreter = _load(self._litert, self.network.side)
        interpreter, source, target = self._of_thread.interpreter
        batch = np.ascontiguousarray(tile, np.float32)[None, ..., None]
        interpreter.set_tensor(source, batch)
        interpreter.invoke()
        return interpreter.get_tensor(target)[0]

    def _check(self) -> None:
        name, side, classes = self.network.name, self.network.side, self.network.classes
        try:
            shape = self._run(np.zeros((side, side), np.float32)).shape
        except (ValueError, RuntimeError) as error:
            raise BadVersion(f"Not a LiteRT file of {name}: {error}") from error
        if shape != (classes,):
            raise BadVersion(f"Expected {classes} classes of {name}, got {shape}.")


def decide_all(probabilities: np.ndarray) -> np.ndarray:
    """Rows of probabilities -> the likeliest class of each, int (n,); 10: no digit."""
    return probabilities.argmax(1)


def logits_to_probabilities(
    logits: np.ndarray, temperature: float, threshold: float
) -> np.ndarray:
    """Logits (n, 10 or 11) -> the probabilities that are shown and decided upon.

    `temperature` divides the logits (Guo et al. 2017, arXiv 1706.04599). `threshold`,
    0..1, shifts what is 'not a digit' against the digits: from this probability on it
    is the likelier of the two where only one digit comes into question; 0.5 shifts
    nothing. Such a shift is another prior of the class (Saerens et al. 2002,
    "Adjusting the outputs of a classifier to new a priori probabilities").
    """
    scaled = logits / np.float32(temperature)
    scaled[:, NOT_A_DIGIT:] += np.log((1 - threshold) / threshold)
    return softmax(scaled)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Rows of logits -> rows of probabilities."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _load(litert: bytes, side: int):
    """An interpreter for one tile at a time, and the numbers of its two tensors."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=litert, num_threads=1)
    source = interpreter.get_input_details()[0]["index"]
    interpreter.resize_tensor_input(source, [1, side, side, 1])
    interpreter.allocate_tensors()
    return interpreter, source, interpreter.get_output_details()[0]["index"]
