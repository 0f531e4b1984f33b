"""Coefficients are fitted so that the right number is likelier than before."""

import numpy as np
import pytest

from ml.inference.version_files import find_version, load_version
from ml.numbers.features import find_features, log_probabilities
from ml.numbers.lattice import build_lattice
from ml.numbers.paths import Edge, Graph
from ml.numbers.scores import score
from ml.preprocessing.ink import read_ink
from ml.training.number_scores import Example, Fit, fit_coefficients
from tests.support.drawings import png
from tests.support.numbers import side_by_side

NUMBERS = "42", "70", "13", "586"
CROSS = [(0.0, 0.2), (0.6, 0.8)], [(0.6, 0.2), (0.0, 0.8)]


@pytest.mark.slow
def test_fitting_makes_numbers_likely_and_crosses_unlikely():
    base = load_version(find_version("base"))

    def lattice(strokes):
        return build_lattice(read_ink(png(strokes, pen=8)), base)

    apart = [[(x + 1, y) for x, y in stroke] for stroke in CROSS]
    crosses = lattice([*CROSS, *apart])
    examples = [Example(lattice(side_by_side(number)), number) for number in NUMBERS]
    coefficients = fit_coefficients(
        [*examples, Example(crosses, "")] * 4,
        Fit(hidden=4, epochs=30, batch=10),
        log=lambda line: None,
    )

    def graph(lattice):
        rows = score(find_features(lattice), log_probabilities(lattice), coefficients)
        edges = [
            Edge(i, group.first, group.last + 1, row)
            for i, (group, row) in enumerate(zip(lattice.groups, rows, strict=True))
        ]
        return Graph(edges, len(lattice.atoms))

    likely = [graph(example.lattice).reads(example.number) for example in examples]
    assert min(likely) > 0.9
    assert graph(crosses).is_number() < 0.1
    assert all(np.isfinite(values).all() for values in vars(coefficients).values())
