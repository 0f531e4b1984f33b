"""Wrong labels among pens are found without having been learned."""

import json
from dataclasses import replace

import numpy as np
import pytest

from ml.data.non_digits import not_a_digit
from ml.data.strokes import digit
from ml.data.unipen import Trajectory
from ml.inference.networks import NOT_A_DIGIT
from ml.training import label_noise
from ml.training.label_noise import KINDS, without_suspects
from ml.training.loop import Interrupted


def quiet(_line):
    """A log for runs whose words do not matter."""


def drawn(count, writers=9):
    """Digits drawn by code, each eleventh a non-digit, in the names of some writers."""
    rng = np.random.default_rng(0)
    pens = []
    for number in range(count):
        label = number % 11
        strokes = not_a_digit(rng, []) if label == NOT_A_DIGIT else digit(label, rng)
        pens.append(Trajectory(label, f"made/w{number % writers}", strokes))
    return pens


@pytest.mark.slow
def test_planted_labels_are_found_and_few_right_ones(tmp_path, monkeypatch):
    longer = replace(label_noise.RECIPE, epochs=12, batch=64)  # these are few
    monkeypatch.setattr(label_noise, "RECIPE", longer)
    monkeypatch.setattr(label_noise, "FEWEST", 1_000)
    pens = drawn(1_320)
    planted = [row for row in range(0, 1_320, 45) if pens[row].label < NOT_A_DIGIT]
    for row in planted:
        pens[row] = pens[row]._replace(label=(pens[row].label + 3) % 10)
    trusted, counts = without_suspects(pens, tmp_path / "doubts.json", log=quiet)
    ids = {id(pen) for pen in trusted}
    left_out = [row for row, pen in enumerate(pens) if id(pen) not in ids]
    assert len(set(planted) & set(left_out)) > 0.6 * len(planted)
    assert len(left_out) < 1.3 * len(planted)
    assert sum(counts.values()) == len(left_out)
    assert counts["wrong_digits"] > 0.5 * len(planted)


def test_the_outcome_is_kept_for_the_same_pens_alone(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        label_noise, "_find", lambda pens, *_rest: asked.append(pens) or {0: 7}
    )
    pens, file = drawn(4), tmp_path / "weights" / "doubts.json"
    first = without_suspects(pens, file, log=quiet)
    assert without_suspects(pens, file, log=quiet) == first
    assert first == (pens[1:], {**dict.fromkeys(KINDS, 0), "wrong_digits": 1})
    assert len(asked) == 1
    without_suspects(pens[1:], file, log=quiet)
    assert len(asked) == 2
    assert json.loads(file.read_text())["doubts"] == [[0, 7]]


def test_too_few_pens_are_all_trusted(tmp_path):
    pens = drawn(20)
    trusted, counts = without_suspects(pens, tmp_path / "doubts.json", log=quiet)
    assert trusted == pens
    assert not any(counts.values())


def test_the_search_stops_when_told_and_keeps_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(label_noise, "FEWEST", 300)
    file = tmp_path / "doubts.json"
    with pytest.raises(Interrupted, match="looking for wrong labels"):
        without_suspects(drawn(600), file, stop=lambda: True, log=quiet)
    assert not file.exists()
