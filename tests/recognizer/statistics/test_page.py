"""The page of statistics: whom it is shown, what it says, what it asks."""

from datetime import UTC, datetime

import pytest

from recognizer.labelling.labels import label_drawing
from tests.support.html import parse

pytestmark = [pytest.mark.database, pytest.mark.django_db]
PAGE = "/admin/recognizer/drawing/statistics/"


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


def test_the_page_says_why_claims_and_the_audit_share_differ(admin, draw):
    draw(7, claim=7, audited=True)
    draw(7, claim=1)
    week = {"since": "2026-03-02", "until": "2026-03-08"}
    page = " ".join(page_of(admin, **week).split())
    assert "2 of 2 drawings by visitors have a claim (100.0 %)" in page
    assert "1 agrees with the answer (50.0 %), 1 disagrees." in page
    assert "the answer was right 1 time of 1 (<strong>100.0 %</strong>" in page
    assert "a drawing of 4 Mar 2026: until visitors could tap" in page


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
    with django_assert_max_num_queries(21) as queries:
        page_of(admin)
    assert [query for query in queries if '"picture"' in query["sql"]] == []
