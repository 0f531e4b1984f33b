"""Answers -> figures: accuracies with their intervals, confusions, calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ml.evaluation.drawings import Drawing
from ml.evaluation.predictions import ERROR, Answers
from ml.inference.networks import NOT_A_DIGIT
from ml.metrics.calibration import calibration_error, calibration_table
from ml.metrics.statistics import accuracy_figures

SURE = 0.9  # a wrong answer with such a confidence misleads
TOP = 10  # confusions that are named
SAID = [*"0123456789", "none", "error"]  # by answer: 10 is no digit, -1 the last


def score(truth: np.ndarray, answers: Answers) -> dict:
    """Figures of answers to digits; `truth` has the shape of `answers.digits`.

    'Not a digit' and an error are wrong. Calibration leaves errors out.
    """
    said, wrong = answers.digits, answers.digits != truth
    there = said != ERROR
    labels, probabilities = truth[there], answers.probabilities[there]
    return {
        **accuracy_figures(int((~wrong).sum()), truth.size),
        "ece": round(calibration_error(probabilities, labels), 5)
        if there.any()
        else None,
        "sure_and_wrong": int((wrong & (answers.confidence >= SURE)).sum()),
        "refused": int((said == NOT_A_DIGIT).sum()),
        "errors": int((~there).sum()),
        "confusions": confusions([str(one) for one in truth[wrong]], said[wrong]),
    }


def confusions(drawn: Sequence[str], said: np.ndarray, top: int = TOP) -> dict:
    """ "drawn>answered" -> how often; the most frequent first."""
    pairs = [f"{one}>{SAID[answer]}" for one, answer in zip(drawn, said, strict=True)]
    found = Counter(pairs)
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:top])


def mnist_figures(labels: np.ndarray, answers: Answers) -> dict:
    """MNIST's test set: score(), over the ten digits alone, and each digit's recall.

    `answers` has one row, as if MNIST were drawings under one condition.
    """
    truth = labels.astype(int)[None]
    ten = answers.probabilities[..., :NOT_A_DIGIT].argmax(-1)
    recall = {
        str(digit): round(float((answers.digits[truth == digit] == digit).mean()), 5)
        for digit in np.unique(truth)
    }
    ten_digits = accuracy_figures(int((ten == truth).sum()), truth.size)
    return {**score(truth, answers), "ten_digits": ten_digits, "recall": recall}


def drawings_figures(
    drawings: Sequence[Drawing], conditions: Sequence[str], answers: Answers
) -> dict:
    """Everything that the report says of one version's answers to drawings."""
    truth = np.array([one.digit for one in drawings])
    figures: dict = {"sets": [], "not_digits": []}
    for name in dict.fromkeys(one.set for one in drawings if one.group == "digit"):
        chosen = np.array([o.set == name and o.group == "digit" for o in drawings])
        for i, condition in enumerate(conditions):
            one = score(truth[chosen], _part(answers, i, chosen))
            figures["sets"].append({"set": name, "condition": condition, **one})
    for group in dict.fromkeys(one.group for one in drawings if one.group != "digit"):
        chosen = np.array([one.group == group for one in drawings])
        for i, condition in enumerate(conditions):
            one = _refused(answers.digits[i, chosen])
            figures["not_digits"].append(
                {"group": group, "condition": condition, **one}
            )
    digits = truth != NOT_A_DIGIT
    if digits.any():
        figures |= _over_all(truth[digits], conditions, answers, digits)
        figures |= summary(figures, conditions)
    return figures


def _over_all(truth, conditions, answers: Answers, digits: np.ndarray) -> dict:
    """Conditions over all sets; confusions and calibration over both."""
    rows = [
        {"condition": condition, **score(truth, _part(answers, i, digits))}
        for i, condition in enumerate(conditions)
    ]
    every = _part(answers, slice(None), digits)
    truth = np.broadcast_to(truth, every.digits.shape)
    there = every.digits != ERROR
    table = calibration_table(every.probabilities[there], truth[there])
    drawn = {str(one): int((truth == one).sum()) for one in np.unique(truth)}
    whole = {**score(truth, every), "drawn": drawn}
    return {"conditions": rows, "all": whole, "calibration": table}


def summary(figures: dict, conditions: Sequence[str]) -> dict:
    """Means in which every set counts alike; the worst set and condition."""
    means, by_set = {}, {}
    for row in figures["sets"]:
        means.setdefault(row["condition"], []).append(row["accuracy"])
        by_set.setdefault(row["set"], []).append(row["accuracy"])
    means = {name: round(float(np.mean(all_)), 5) for name, all_ in means.items()}
    by_set = {name: round(float(np.mean(all_)), 5) for name, all_ in by_set.items()}
    return {
        "mean_by_condition": means,
        "mean_by_set": by_set,
        "mean": round(float(np.mean([means[name] for name in conditions])), 5),
        "worst_condition": min(means, key=means.get),
        "worst_set": min(by_set, key=by_set.get),
    }


def _part(answers: Answers, row, chosen: np.ndarray) -> Answers:
    return Answers(
        answers.digits[row][..., chosen],
        answers.confidence[row][..., chosen],
        answers.probabilities[row][..., chosen, :],
    )


def _refused(said: np.ndarray) -> dict:
    """Of non-digits; an error is a refusal too."""
    taken = (said != NOT_A_DIGIT) & (said != ERROR)
    counts = {
        str(digit): int((said == digit).sum()) for digit in np.unique(said[taken])
    }
    return {**accuracy_figures(int((~taken).sum()), said.size), "taken_for": counts}
