"""The numbers that staff see, worked by hand from rows that the services made."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from recognizer.labelling.labels import label_drawing
from recognizer.labelling.undo import undo_change
from recognizer.models import Drawing, ModelVersion, Reason, Source
from recognizer.statistics.accuracy import (
    answers,
    audit,
    claims,
    first_agreeing_claim,
)
from recognizer.statistics.context import numbers
from recognizer.statistics.scope import Proportion, Scope
from recognizer.statistics.workload import delay, drawn, reviewers

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WEEK = Scope(date(2026, 3, 2), date(2026, 3, 8))  # Monday to Sunday


def test_drawings_are_counted_per_day_and_source(draw):
    draw(day=1)  # before
    draw(day=2)
    draw(day=2, source=Source.PAGE)
    draw(day=8)
    draw(day=9)  # after
    assert [bar.n for bar in drawn(WEEK)] == [2, 0, 0, 0, 0, 0, 1]
    assert drawn(WEEK)[0].by_source == {"page": 1, "api": 1, "import": 0}


@pytest.mark.parametrize(
    ("until", "first", "bars"),
    [
        (date(2026, 6, 29), date(2026, 3, 2), 120),  # days
        (date(2026, 6, 30), date(2026, 3, 2), 18),  # weeks
        (date(2028, 12, 31), date(2026, 3, 1), 34),  # months
    ],
)
def test_long_ranges_are_counted_per_week_or_month(draw, until, first, bars):
    draw(day=2)
    counted = drawn(Scope(date(2026, 3, 2), until))
    assert (counted[0].first, counted[0].n, len(counted)) == (first, 1, bars)


def test_accuracy_is_of_audited_drawings_and_beside_it_of_all(draw):
    draw(7, audited=True)
    draw(7, audited=True)
    draw(1, audited=True)
    draw(2)
    draw(audited=True)
    counted = answers(WEEK)
    assert counted.versions == ["base"]
    assert counted.accuracy("base", audited=True) == Proportion(2, 3)
    assert counted.accuracy("base", audited=False) == Proportion(2, 4)
    assert audit(WEEK) == Proportion(3, 4)


def test_what_reviewers_disagree_about_is_not_settled(draw, other):
    label_drawing(draw(7, audited=True, claim=1), 1, by=other)
    assert answers(WEEK).rows == []
    assert audit(WEEK) == Proportion(0, 1)
    assert claims(WEEK)[False].undecided == 1


def test_the_confusions_are_by_label_and_answer(draw):
    draw(7)
    draw(1)
    draw(10)
    draw(10)
    table = answers(WEEK).confusion()
    assert [row[7] for row in table] == [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0]
    assert sum(map(sum, table)) == 4


def test_another_versions_answers_do_not_count(draw):
    draw(7)
    version = ModelVersion.objects.create(name="two", network="base", sha256="2")
    answer = {"digit": 1, "confidence": 0.9, "probabilities": [0.1, 0.9]}
    Drawing.objects.get().predictions.create(version=version, **answer)
    assert answers(WEEK).versions == ["base"]
    assert answers(Scope(WEEK.since, WEEK.until, "two")).rows == []
    assert sum(bar.n for bar in drawn(Scope(WEEK.since, WEEK.until, "two"))) == 0
    assert sum(bar.n for bar in drawn(Scope(WEEK.since, WEEK.until, "base"))) == 1


def test_claims_are_right_wrong_or_undecided(draw):
    draw(7, claim=7)
    draw(1, claim=7)  # both were wrong
    draw(7, claim=1)
    draw(1, claim=1)
    draw(2, claim=1)  # both were wrong
    draw(claim=1)
    agreed, differed = claims(WEEK)[True], claims(WEEK)[False]
    assert (agreed.right, agreed.wrong, agreed.undecided) == (1, 1, 0)
    assert (differed.right, differed.wrong, differed.undecided) == (1, 2, 1)
    assert (agreed.answer, differed.answer) == (Proportion(1, 2), Proportion(1, 3))


def test_claims_stand_beside_the_accuracy_of_the_audit_share(draw):
    draw(7, claim=7, audited=True)
    draw(7, claim=1, audited=True)
    draw(1, audited=True)
    draw(claim=1)
    draw(source=Source.IMPORT)
    shown = numbers(WEEK)["claims"]
    assert shown["claimed"] == Proportion(3, 4)
    assert (shown["agreeing"], shown["disagreeing"]) == (Proportion(1, 3), 2)
    assert shown["audited"] == Proportion(2, 3)


def test_the_first_claim_that_agrees_is_of_any_time(draw):
    assert first_agreeing_claim() is None
    draw(claim=1, day=1)
    draw(claim=7, day=20)
    draw(claim=7, day=9)
    assert first_agreeing_claim() == datetime(2026, 3, 9, 12, tzinfo=UTC)


def test_the_time_to_a_label_is_told_by_median_and_nine_of_ten(draw):
    minutes = [0.5, 2, 3, 4, 5, 30, 60 * 5, 60 * 24 * 3, 60 * 24 * 10, 60 * 24 * 60]
    for some in minutes:
        drawing = draw(7)
        drawing.refresh_from_db()
        drawing.labelled_at = drawing.created_at + timedelta(minutes=some)
        drawing.save()
    draw(7, source=Source.IMPORT)
    delays = delay(WEEK)
    assert [n for _, n in delays.bins] == [1, 4, 1, 1, 0, 1, 1, 1]
    assert (delays.n, delays.median, delays.slow) == (
        10,
        timedelta(minutes=5),
        timedelta(days=10),
    )


def test_without_labels_there_is_no_time_to_one(db):
    assert (delay(WEEK).n, delay(WEEK).median) == (0, None)


def test_labels_are_counted_by_reviewer_and_day_without_those_undone(
    draw, staff, other
):
    first, second = draw(7), draw(1)
    label_drawing(first, 1, by=other)
    undo_change(second.label_changes.get(), by=staff)
    today = Scope(localdate() - timedelta(days=1), localdate())
    labels = [(reviewer.name, reviewer.n) for reviewer in reviewers(today)]
    assert labels == [("other", 1), ("staff", 1)]
    assert sum(reviewers(today)[0].by_day.values()) == 1
    assert reviewers(WEEK) == []


def test_what_waits_is_counted_by_reason_in_the_queues_order(draw):
    draw(claim=1)
    draw(claim=2)
    draw(10)
    counts = Drawing.objects.count_waiting()
    assert list(counts) == list(Reason)
    assert (counts[Reason.CLAIM], counts[Reason.SECOND]) == (2, 1)
    assert sum(counts.values()) == 3
