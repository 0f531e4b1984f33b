"""What is known of two versions before one takes the other's place."""

import pytest

from recognizer.models import Drawing
from recognizer.versions.evidence import audited, conclusion, on_hold_outs
from recognizer.versions.scores import FIXED, HELD_OUT, MNIST, PEOPLE, scores_of
from tests.support.versions import add_version, both, judged, measured

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def fine_tuned(base):
    """Judged against the base: it reads 12 of 20 held-out drawings, the base 10."""
    scores = {HELD_OUT: measured(10, 12, 20), FIXED: measured(980, 979, 1000)}
    return judged(add_version("v0002", scores=scores))


def read_by(base, new, before, after, times=1):
    """Audited sevens that the two read so."""
    drawings = [both(base, new, before, after, label=7) for _ in range(times)]
    Drawing.objects.update(audited=True)
    return drawings


def test_only_labelled_audited_drawings_that_trained_neither_count(base, second):
    trained, _ = read_by(base, second, 1, 7, times=2)
    both(base, second, 7, 1, label=7)  # nobody audited it
    judged(second, drawings=[str(trained.pk)])
    audit = audited(second, base)
    assert (audit.after["right"], audit.before["right"], audit.after["n"]) == (1, 0, 1)
    assert (audit.fixed, audit.broken, audit.p) == (1, 0, 1)


@pytest.mark.parametrize(
    ("fixed", "broken", "ending"),
    [
        (3, 0, "93.8 % sure that v0002 reads more."),
        (0, 3, "93.8 % sure that base reads more."),
        (1, 0, "too few to tell which reads more."),
        (14, 0, "> 99.9 % sure that v0002 reads more."),
    ],
)
def test_it_says_which_reads_more_only_where_that_is_sure(
    base, second, fixed, broken, ending
):
    read_by(base, second, 1, 7, times=fixed)
    read_by(base, second, 7, 1, times=broken)
    sentence = conclusion(second, base, audited(second, base))
    assert sentence.startswith(f"v0002 alone reads {fixed} of them")
    assert sentence.endswith(ending)


def test_of_a_fine_tune_what_its_gate_measured_is_shown(base, fine_tuned):
    held_out, fixed = on_hold_outs(fine_tuned, base)
    assert (held_out.name, fixed.name) == (HELD_OUT, FIXED)
    assert (held_out.before["right"], held_out.after["right"]) == (10, 12)
    assert (fixed.fixed, fixed.broken) == (0, 1)


def test_a_rollback_to_its_parent_shows_the_same_the_other_way_round(base, fine_tuned):
    held_out, _ = on_hold_outs(base, fine_tuned)
    assert (held_out.before["right"], held_out.after["right"]) == (12, 10)
    assert (held_out.fixed, held_out.broken) == (0, 2)


def test_versions_of_two_fine_tunes_were_measured_apart(base, fine_tuned):
    scores = {HELD_OUT: measured(4, 5, 9), FIXED: measured(980, 985, 1000)}
    (fixed,) = on_hold_outs(add_version("v0003", scores=scores), fine_tuned)
    assert (fixed.name, fixed.before["right"], fixed.p) == (FIXED, 979, None)


def test_a_version_that_ships_scores_what_its_card_says(base, fine_tuned):
    scores = scores_of(base)
    assert set(scores) == {MNIST, PEOPLE, FIXED}
    assert scores[MNIST]["n"] == 10_000
    assert scores[FIXED]["right"] == 980  # of v0002's training


def test_what_a_version_was_trained_on_is_no_score_of_it(base):
    seed75 = type(base).objects.get(name="seed75")
    assert set(scores_of(seed75)) == {PEOPLE}
