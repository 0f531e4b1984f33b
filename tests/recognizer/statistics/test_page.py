"""The numbers that staff see, worked by hand from rows that the services made."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.utils.timezone import localdate

from ml.metrics.calibration import calibration_error
from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.labelling.undo import undo_change
from recognizer.models import Drawing, ModelVersion, Reason, Source
from recognizer.statistics.accuracy import (
    answers,
    audit,
    claims,
    first_agreeing_claim,
)
from recognizer.statistics.calibration import calibration
from recognizer.statistics.context import numbers
from recognizer.statistics.scope import Proportion, Scope
from recognizer.statistics.workload import delay, drawn, reviewers, waiting
from recognizer.versions.predictor import predictor
from tests.support.drawings import DIGITS, png
from tests.support.html import parse

pytestmark = [pytest.mark.database, pytest.mark.django_db]
PAGE = "/admin/recognizer/drawing/statistics/"
WEEK = Scope(date(2026, 3, 2), date(2026, 3, 8))  # Monday to Sunday


@pytest.fixture
def draw(staff):
    """A seven that is kept; then what is told of it: draw(label=1, audited=True)."""

    def draw(label=None, claim=None, day=4, by=staff, digit=7, **facts):
        drawing = recognise(png(DIGITS[digit])).drawing
        facts.setdefault("created_at", datetime(2026, 3, day, 12, tzinfo=UTC))
        Drawing.objects.filter(pk=drawing.pk).update(**facts)
        if claim is not None:
            keep_claim(drawing, claim)
        if label is not None:
            label_drawing(drawing, label, by=by)
        return drawing

    return draw


def test_drawings_are_counted_per_day_and_source(draw):
    draw(day=1)  # before
    draw(day=2)
    draw(day=2, source=Source.PAGE)
    draw(day=8)
    draw(day=9)  # after
    assert [one.n for one in drawn(WEEK)] == [2, 0, 0, 0, 0, 0, 1]
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
    found = drawn(Scope(date(2026, 3, 2), until))
    assert (found[0].first, found[0].n, len(found)) == (first, 1, bars)


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
    assert [row[7] for row in table] == [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 2]
    assert sum(map(sum, table)) == 4


def test_another_versions_answers_do_not_count(draw):
    draw(7)
    version = ModelVersion.objects.create(name="two", network="base", sha256="2")
    answer = {"digit": 1, "confidence": 0.9, "probabilities": [0.1, 0.9]}
    Drawing.objects.get().predictions.create(version=version, **answer)
    assert answers(WEEK).versions == ["base"]
    assert answers(Scope(WEEK.since, WEEK.until, "two")).rows == []
    assert sum(one.n for one in drawn(Scope(WEEK.since, WEEK.until, "two"))) == 0
    assert sum(one.n for one in drawn(Scope(WEEK.since, WEEK.until, "base"))) == 1


class ToldClassifier:
    """A classifier that gives the probabilities that it is told."""

    def __init__(self, real):
        self.network, self.prepare, self.decide = (
            real.network,
            real.prepare,
            real.decide,
        )

    def answer(self, tile):
        return self.decide(np.array(self.next))


@pytest.fixture
def told(db):
    """told(two or three shares of classes 7, 1 and 10): the next answer."""
    serving = predictor.serving()
    fake = ToldClassifier(serving.classifier)
    predictor.adopt(serving.version, fake)

    def told(*shares):
        fake.next = [0.0] * 11
        for digit, share in zip((7, 1, 10), shares, strict=False):
            fake.next[digit] = share
        return fake.next

    return told


def test_calibration_is_that_of_the_answers(draw, told):
    cases = [
        ((0.96, 0.04), 7),
        ((0.92, 0.08), 1),
        ((0.65, 0.35), 7),
        ((0.25, 0.3, 0.45), 10),
        ((0.45, 0.43, 0.12), 1),
        ((1.0, 0.0), 7),
    ]
    asked = []
    for shares, label in cases:
        asked.append(told(*shares))
        draw(label, audited=True)
    draw(1)  # not audited
    assert Drawing.objects.with_answer().filter(digit=10).count() == 1
    found = calibration(WEEK)
    labels = np.array([label for _, label in cases])
    assert found.error == pytest.approx(calibration_error(np.array(asked), labels, 10))
    shares = [(one.low, one.accuracy) for one in found.bins]
    assert shares == [
        (0.4, Proportion(1, 2)),
        (0.6, Proportion(1, 1)),
        (0.9, Proportion(2, 3)),
    ]
    assert found.bins[2].confidence == pytest.approx((0.96 + 0.92 + 1) / 3)


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


def test_the_page_says_why_claims_and_the_audit_share_differ(admin, draw):
    draw(7, claim=7, audited=True)
    draw(7, claim=1)
    week = {"since": "2026-03-02", "until": "2026-03-08"}
    page = " ".join(page_of(admin, **week).split())
    assert "2 of 2 drawings by visitors have a claim (100.0 %)" in page
    assert "1 agrees with the answer (50.0 %), 1 disagrees." in page
    assert "the answer was right 1 time of 1 (<strong>100.0 %</strong>" in page
    assert "a drawing of 4 March 2026: until visitors could tap" in page


def test_the_time_to_a_label_is_told_by_median_and_nine_of_ten(draw):
    minutes = [0.5, 2, 3, 4, 5, 30, 60 * 5, 60 * 24 * 3, 60 * 24 * 10, 60 * 24 * 60]
    for some in minutes:
        drawing = draw(7)
        drawing.refresh_from_db()
        drawing.labelled_at = drawing.created_at + timedelta(minutes=some)
        drawing.save()
    draw(7, source=Source.IMPORT)
    found = delay(WEEK)
    assert [n for _, n in found.bins] == [1, 4, 1, 1, 0, 1, 1, 1]
    assert (found.n, found.median, found.slow) == (
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
    found = [(one.name, one.n) for one in reviewers(today)]
    assert found == [("other", 1), ("staff", 1)]
    assert sum(reviewers(today)[0].by_day.values()) == 1
    assert reviewers(WEEK) == []


def test_what_waits_is_counted_by_reason_in_the_queues_order(draw):
    draw(claim=1)
    draw(claim=2)
    draw(10)
    counts = dict(waiting())
    assert list(counts) == list(Reason)
    assert (counts[Reason.CLAIM], counts[Reason.SECOND]) == (2, 1)
    assert sum(counts.values()) == 3


def page_of(client, **query):
    response = client.get(PAGE, query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_the_numbers(admin, draw):
    draw(7, audited=True, created_at=datetime.now(UTC))
    draw(audited=True, created_at=datetime.now(UTC))
    page = page_of(admin)
    assert "2 drawings" in page
    assert "1 / 1" in page
    assert "20.7 % to 100.0 %" in page  # Wilson: 1 / (1 + z * z)
    assert "1 has no settled label yet" in page


def test_the_page_shows_how_often_reviewers_agree(admin, draw, other):
    label_drawing(draw(7), 7, by=other)
    label_drawing(draw(1), 7, by=other)
    page = page_of(admin)
    assert "staff and other" in page
    assert "50.0 %" in page


@pytest.mark.parametrize("place", ["/admin/", "/admin/recognizer/drawing/"])
def test_the_page_is_linked_from_the_index_and_the_list(admin, place):
    assert parse(admin.get(place)).all("a", "Statistics", href=PAGE)


def test_a_site_without_drawings_has_the_page_too(admin):
    assert "None in these days." in page_of(admin)


def test_only_drawings_of_the_choice_count(admin, draw):
    draw(7)
    week = {"since": "2026-03-02", "until": "2026-03-08"}
    assert "1 drawing:" in " ".join(page_of(admin, **week).split())
    assert "1 drawing:" in " ".join(page_of(admin, **week, version="base").split())
    later = {"since": "2026-03-05", "until": "2026-03-08"}
    assert "None in these days." in page_of(admin, **later)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"since": "2026-03-09", "until": "2026-03-08"}, "The first day is after"),
        ({"since": "yesterday"}, "Enter a valid date"),
        ({"since": "0001-01-01"}, "greater than or equal to"),
        ({"version": "none"}, "Select a valid choice"),
    ],
)
def test_a_bad_choice_is_told_in_a_sentence(admin, query, sentence):
    assert sentence in page_of(admin, **query)


def test_the_last_day_of_all_is_no_later_than_today(admin, draw):
    draw(created_at=datetime.now(UTC))
    assert "1 drawing:" in " ".join(page_of(admin, until="9999-12-31").split())


def test_visitors_and_staff_without_permission_are_refused(client, staff):
    assert client.get(PAGE).status_code == 302
    staff.is_superuser, staff.is_staff = False, True
    staff.save()
    client.force_login(staff)
    assert client.get(PAGE).status_code == 403


def test_queries_are_few_for_many_drawings_and_read_no_picture(
    admin, draw, django_assert_max_num_queries
):
    for digit in (1, 7, 7):
        draw(digit, audited=True, claim=7, created_at=datetime.now(UTC))
    with django_assert_max_num_queries(18) as queries:
        page_of(admin)
    assert [one for one in queries if '"picture"' in one["sql"]] == []
