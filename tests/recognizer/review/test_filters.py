"""The review page's filters and pages: what is shown, in which order."""

import pytest
from django.http import QueryDict

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, ModelVersion, Reason, Source
from recognizer.review.filters import QueueForm
from tests.support.drawings import DIGITS, ONE, SEVEN, png
from tests.support.versions import add_version

pytestmark = [pytest.mark.database, pytest.mark.django_db]
REVIEW = "/admin/recognizer/drawing/review/"


@pytest.fixture
def seven():
    return recognise(png(SEVEN), source=Source.PAGE).drawing


@pytest.fixture
def one():
    return recognise(png(ONE)).drawing


def queue(query, reviewer):
    found = QueueForm(QueryDict(query), reviewer)
    assert found.is_valid(), found.errors
    return found


@pytest.mark.parametrize(
    "query",
    [
        "digit=7",
        "claim=1",
        "reason=2",
        "source=page",
        "digit=7&version=base&confidence_from=50&confidence_to=100",
        "drawn_from=2020-01-01&drawn_to=9999-12-31&digit=7",
        "audited=on",
    ],
)
def test_each_filter_lets_through_what_it_says(seven, one, staff, query):
    keep_claim(seven, 1)
    Drawing.objects.filter(pk=seven.pk).update(audited=True)
    assert list(queue(query, staff).drawings()) == [seven]


@pytest.mark.parametrize(
    "query", ["confidence_to=1", "drawn_to=2020-01-01", "label=7", "digit=3"]
)
def test_a_filter_that_fits_nothing_finds_nothing(seven, one, staff, query):
    assert not queue(query, staff).drawings().exists()


def test_the_filter_by_version_leaves_out_what_another_answered(seven, staff):
    base, other = ModelVersion.objects.get(name="base"), add_version()
    for answering in (base, other):
        answering.promotions.create(why="For a test.")
    by_other = Drawing.objects.create(picture=png(SEVEN), waits_for=Reason.UNSURE)
    answer = {"digit": 7, "confidence": 0.9, "probabilities": [], "given": True}
    by_other.predictions.create(version=other, **answer)
    assert queue("version=base", staff).drawings().get() == seven
    assert queue(f"version={other}", staff).drawings().get() == by_other


def test_only_versions_that_ever_answered_can_be_asked_for(seven, staff):
    ModelVersion.objects.create(name="never", network="base", sha256="never")
    base = ModelVersion.objects.get(name="base")
    base.promotions.create(version=base, why="Again.")
    versions = queue("", staff).fields["version"].choices
    assert versions == [("", "Any"), ("base", "base")]
    for name in ("never", "none"):
        assert "version" in QueueForm(QueryDict(f"version={name}"), staff).errors


def test_labelled_drawings_are_found_where_all_are_wanted(seven, one, staff):
    label_drawing(seven, 7, by=staff)
    assert list(queue("", staff).drawings()) == [one]
    assert list(queue("everything=on&label=7", staff).drawings()) == [seven]
    assert list(queue("everything=on&label=none", staff).drawings()) == [one]
    assert set(queue("everything=on", staff).drawings()) == {one, seven}


@pytest.mark.parametrize("query", ["label=10", "everything=on&label=10"])
def test_the_filter_by_label_tells_no_second_reviewer_the_first_label(
    seven, staff, query, django_user_model
):
    other = django_user_model.objects.create_user("other")
    label_drawing(seven, 10, by=staff)
    assert list(queue("reason=5", other).drawings()) == [seven]
    assert not queue(query, other).drawings().exists()


def test_who_labelled_or_confirmed_a_drawing_finds_it_by_its_label(
    seven, staff, django_user_model
):
    other = django_user_model.objects.create_user("other")
    for reviewer in (staff, other):
        label_drawing(seven, 10, by=reviewer)
        found = queue("everything=on&label=10", reviewer).drawings()
        assert list(found) == [seven]


@pytest.mark.parametrize("order", ["apart=on&", "apart=on&grouped=on&"])
@pytest.mark.parametrize("query", ["", "everything=on&", "digit=7&everything=on&"])
def test_page_follows_page_though_the_first_is_labelled(
    monkeypatch, staff, query, order
):
    monkeypatch.setattr("recognizer.review.filters.PAGE", 3)
    query += order
    for digit in (7, 1, 7, 3, 7, 1, 7):
        recognise(png(DIGITS[digit]))
    for _ in range(4):
        Drawing.objects.create(picture=b"never answered", waits_for=Reason.UNSURE)
    everyone = list(queue(query, staff).drawings())
    seen, place = [], ""
    while place or not seen:
        start = QueryDict(query, mutable=True)
        start["after"] = place
        page, place = queue(start.urlencode(), staff).page()
        seen += page
        for drawing in page:
            label_drawing(drawing, 7, by=staff)
    assert seen == everyone


def test_pages_can_be_grouped_by_answer(monkeypatch, staff):
    monkeypatch.setattr("recognizer.review.filters.PAGE", 3)
    for digit in (7, 1, 7, 3, 1):
        recognise(png(DIGITS[digit]))
    first, place = queue("apart=on&grouped=on", staff).page()
    second, end = queue(f"apart=on&grouped=on&after={place}", staff).page()
    assert [drawing.digit for drawing in first + second] == [1, 1, 3, 7, 7]
    assert end == ""


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("digit=11", "not one of the available choices"),
        ("version=nobody", "not one of the available choices"),
        ("reason=x", "not one of the available choices"),
        ("confidence_from=lots", "Enter a number"),
        ("confidence_from=90&confidence_to=10", "less than where it begins"),
        ("drawn_from=yesterday", "Enter a valid date"),
        ("drawn_from=2026-02-01&drawn_to=2026-01-01", "less than where it begins"),
        ("after=x", "The address of this page is damaged."),
        ("after=2~nan~{pk}", "The address of this page is damaged."),
        ("after=99~1~{pk}", "The address of this page is damaged."),
        ("after=4~1~x", "The address of this page is damaged."),
        ("grouped=on&after=4~0.5~{pk}", "The address of this page is damaged."),
        ("grouped=on&after=11~4~0.5~{pk}", "The address of this page is damaged."),
        ("everything=on&after=4~0.5~{pk}", "The address of this page is damaged."),
        ("everything=on&after=0001-01-01T00%2B09:00~{pk}", "damaged"),
    ],
)
def test_a_bad_filter_is_told_and_nothing_is_shown(admin, seven, query, message):
    reply = admin.get(f"{REVIEW}?{query.format(pk=seven.pk)}")
    assert reply.status_code == 200
    assert message in reply.content.decode()
    assert reply.context["drawings"] == []


def test_the_address_keeps_the_filters_from_page_to_page(admin, monkeypatch):
    monkeypatch.setattr("recognizer.review.filters.PAGE", 1)
    for _ in range(2):
        recognise(png(SEVEN))
    first = admin.get(f"{REVIEW}?apart=on&digit=7")
    second = admin.get(first.context["next"])
    assert "digit=7" in first.context["next"]
    assert len(second.context["drawings"]) == 1
    assert second.context["drawings"] != first.context["drawings"]
    assert second.context["next"] == ""
