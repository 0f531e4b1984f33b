"""Sums and maxima over the paths through a lattice, by dynamic programs.

Every group has a score for each digit and one for 'something else'; a path's score is
the sum of its groups', and its probability the exponential over that of all paths: the
forward scoring of graph transformer networks (LeCun et al. 1998, section VI).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from ml.inference.networks import NOT_A_DIGIT

NEVER = -1e9  # the logarithm of no probability at all
FEWEST = 2  # digits of a number


@dataclass(frozen=True)
class Edge:
    """A group in the lattice's graph: from before its first atom to behind its last."""

    group: int
    start: int
    end: int
    scores: np.ndarray  # float (11,): as each digit, as something else


class Graph:
    """A lattice's groups and their scores; its nodes lie between atoms, 0 to `end`."""

    def __init__(self, edges: list[Edge], end: int):
        self.end = end
        self.into: dict[int, list[Edge]] = defaultdict(list)
        for edge in edges:
            self.into[edge.end].append(edge)
        total = [0.0]  # by node: the log sum over the ways to get there
        for node in range(1, end + 1):
            ways = [
                total[edge.start] + _log_sum(edge.scores) for edge in self.into[node]
            ]
            total.append(_log_sum(np.array(ways)) if ways else NEVER)
        self.total = total[end]

    def best_number(self) -> list[tuple[Edge, int]]:
        """The likeliest path of two digits or more, as edges and digits; or []."""
        best: list[list[tuple[float, list]]] = [[(0.0, []), (NEVER, []), (NEVER, [])]]
        for node in range(1, self.end + 1):
            ways: list[tuple[float, list]]  # by digits: 0, 1, more
            ways = [(NEVER, [])] * (FEWEST + 1)
            for edge in self.into[node]:
                digit = int(edge.scores[:NOT_A_DIGIT].argmax())
                for count, (score, path) in enumerate(best[edge.start]):
                    score += float(edge.scores[digit])
                    count = min(count + 1, FEWEST)
                    if score > ways[count][0]:
                        ways[count] = score, [*path, (edge, digit)]
            best.append(ways)
        return best[self.end][FEWEST][1]

    def best_path(self) -> list[tuple[Edge, int]]:
        """The likeliest path of digits (0 to 9) and other things (10)."""
        best: list[tuple[float, list]] = [(0.0, [])]
        for node in range(1, self.end + 1):
            ways = [
                (best[edge.start][0] + float(edge.scores.max()), edge)
                for edge in self.into[node]
            ]
            score, edge = max(ways, key=lambda way: way[0])
            best.append(
                (score, [*best[edge.start][1], (edge, int(edge.scores.argmax()))])
            )
        return best[self.end][1]

    def is_number(self) -> float:
        """The probability that all is digits, two or more, 0..1."""
        sums = [[0.0, NEVER, NEVER]]
        for node in range(1, self.end + 1):
            ways: list[list[float]] = [[NEVER] for _ in range(FEWEST + 1)]
            for edge in self.into[node]:
                score = _log_sum(edge.scores[:NOT_A_DIGIT])
                for count, before in enumerate(sums[edge.start]):
                    ways[min(count + 1, FEWEST)].append(before + score)
            sums.append([_log_sum(np.array(scores)) for scores in ways])
        return self._probability(sums[self.end][FEWEST])

    def reads(self, number: str) -> float:
        """The probability of a number, however its ink is parted, 0..1."""
        digits = [int(digit) for digit in number]
        sums = np.full((self.end + 1, len(digits) + 1), NEVER)
        sums[0, 0] = 0
        for node in range(1, self.end + 1):
            for edge in self.into[node]:
                ways = sums[edge.start, :-1] + edge.scores[digits]
                sums[node, 1:] = np.logaddexp(sums[node, 1:], ways)
        return self._probability(float(sums[self.end, -1]))

    def align(self, number: str) -> tuple[list[Edge], float]:
        """How a number's ink is parted most likely: an edge for each digit.

        With the probability that it is parted so, whatever the digits, 0..1. The list
        is empty where there is no way.
        """
        best: list[dict[int, tuple[float, list[Edge]]]] = [{0: (0.0, [])}]
        for node in range(1, self.end + 1):
            ways: dict[int, tuple[float, list[Edge]]] = {}
            for edge in self.into[node]:
                for count, (score, path) in best[edge.start].items():
                    if count == len(number):
                        continue
                    score += float(edge.scores[int(number[count])])
                    if score > ways.get(count + 1, (NEVER, []))[0]:
                        ways[count + 1] = score, [*path, edge]
            best.append(ways)
        edges = best[self.end].get(len(number), (NEVER, []))[1]
        score = sum(_log_sum(edge.scores[:NOT_A_DIGIT]) for edge in edges)
        return edges, self._probability(score) if edges else 0.0

    def _probability(self, score: float) -> float:
        return float(np.exp(min(score - self.total, 0.0)))


def _log_sum(scores: np.ndarray) -> float:
    """The logarithm of the sum of exponentials."""
    highest = float(scores.max())
    return highest + float(np.log(np.exp(scores - highest).sum()))
