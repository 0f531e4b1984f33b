"""When a candidate may take the promoted version's place."""

from dataclasses import replace

import numpy as np
import pytest

from ml.metrics.gate import Answers, Duel, Limits, judge

LABELS = np.arange(1100) % 11


def answers(digits):
    """A version that is sure of these digits."""
    return Answers(np.eye(11, dtype=np.float32)[digits])


def wrong(count, labels=LABELS, only=None):
    """The labels, but the first `count` (of class `only`) read as the next class."""
    digits = labels.copy()
    rows = (
        np.flatnonzero(labels == only) if only is not None else np.arange(len(digits))
    )
    digits[rows[:count]] = (digits[rows[:count]] + 1) % 11
    return digits


def duel(name, before, after, labels=LABELS):
    return Duel(name, labels, answers(before), answers(after))


BETTER = duel("held-out drawings", wrong(20), wrong(5))
SAME = duel("fixed hold-out", wrong(11), wrong(11))


def test_a_candidate_that_is_better_and_forgot_nothing_may_be_promoted():
    verdict = judge(BETTER, [SAME])
    assert verdict.allowed
    assert "15 fixed, 0 broken: 99.9 % sure that it reads more" in str(verdict)
    figures = verdict.figures["held-out drawings"]
    assert (figures["fixed"], figures["broken"]) == (15, 0)
    assert figures["p"] == pytest.approx(2 / 2**15)
    assert figures["after"]["right"] == 1095


def test_a_candidate_that_reads_no_more_of_the_held_out_is_refused():
    verdict = judge(duel("held-out drawings", wrong(5), wrong(5)), [SAME])
    assert not verdict.allowed
    assert str(verdict) == (
        "Of the 1100 held-out drawings: 0 fixed, 0 broken: 50.0 % sure that it reads "
        "more; it has to be 80 % sure."
    )


def test_a_gain_that_may_be_chance_is_refused():
    chance = duel("held-out drawings", wrong(1), wrong(0))
    assert "1 fixed, 0 broken: 75.0 % sure" in str(judge(chance, [SAME]))
    assert judge(chance, [SAME], Limits(probability=0.7)).allowed


def test_a_candidate_that_is_worse_on_the_fixed_hold_out_is_refused():
    verdict = judge(BETTER, [duel("fixed hold-out", wrong(0), wrong(5))])
    assert "falls from 100.00% to 99.55%: at most 0.1 points" in str(verdict)


def test_a_tenth_of_a_point_may_be_lost():
    assert judge(BETTER, [duel("fixed hold-out", wrong(10), wrong(11))]).allowed


def test_a_fall_that_may_be_chance_is_none():
    """Of 3,300 tiles 5 broken and 1 fixed, as fine-tunes of few drawings have them."""
    labels = np.arange(3300) % 11
    before, after = wrong(25, labels), wrong(30, labels)
    after[0] = labels[0]  # the one that is fixed
    assert judge(BETTER, [duel("fixed hold-out", before, after, labels)]).allowed


def test_a_candidate_that_forgets_one_digit_is_refused_though_others_gain():
    after = duel("fixed hold-out", wrong(30), wrong(8, only=4))
    verdict = judge(BETTER, [after])
    assert len(verdict.refusals) == 1
    assert "digit 4 falls from 97.0% to 92.0%" in str(verdict)


def test_a_candidate_that_loses_one_digit_of_the_held_out_is_refused():
    labels = np.array([7] * 40 + [1] * 60)
    before, after = wrong(60, labels, only=1), wrong(40, labels, only=7)
    verdict = judge(duel("held-out drawings", before, after, labels), [SAME])
    assert "On the held-out drawings, digit 7 falls from 100.0% to 0.0%" in str(verdict)
    assert len(verdict.refusals) == 1


def test_a_fall_of_recall_that_may_be_chance_is_none():
    few = np.arange(22) % 11
    before, after = wrong(3, few), wrong(1, few, only=7)
    assert judge(BETTER, [duel("fixed hold-out", before, after, few)]).allowed


def test_labels_that_few_answers_agree_with_are_refused_whatever_was_gained():
    labels = LABELS[:42]  # figures of a run on transposed digits
    held_out = duel("held-out drawings", wrong(35, labels), wrong(25, labels), labels)
    assert judge(held_out, [SAME]).allowed  # corrections are hard drawings
    verdict = judge(replace(held_out, blind=np.ones(42, bool)), [SAME])
    assert str(verdict) == (
        "Of 42 held-out drawings that were labelled whatever the answer, it reads only "
        "17 right (40.5%), and of the fixed hold-out 99.0%: the labels are probably "
        "wrong."
    )


@pytest.mark.parametrize(("right", "n"), [(16, 20), (60, 80), (0, 9)])
def test_hard_drawings_and_few_ones_are_not_refused(right, n):
    labels = LABELS[:n]
    after = wrong(n - right, labels)
    held_out = duel("held-out drawings", wrong(n, labels), after, labels)
    verdict = judge(replace(held_out, blind=np.ones(n, bool)), [SAME])
    assert "labels are probably wrong" not in str(verdict)


def test_ten_classes_never_refuse_a_drawing():
    ten = Answers(np.eye(10, dtype=np.float32))
    assert list(ten.digits()) == list(range(10))
