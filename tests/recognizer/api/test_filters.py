"""GET /api/v1/predictions/ with filters: which drawings are listed, and for whom."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from rest_framework.test import APIClient

from recognizer.accounts.keys import create_key
from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, ModelVersion, Prediction, Scope
from tests.support.drawings import DIGITS, data_url, png
from tests.support.numbers import side_by_side

URL = "/api/v1/predictions/"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def own(api):
    """A visitor's one, two, three and four, each drawn on a day of its own."""
    for digit in (1, 2, 3, 4):
        body = {"image": data_url(png(DIGITS[digit]))}
        drawing = api.post(URL, body, format="json").json()["id"]
        moment = NOON + timedelta(days=digit)
        Drawing.objects.filter(pk=drawing).update(created_at=moment)
        Prediction._base_manager.filter(drawing=drawing).update(created_at=moment)
    return api


def digits(client, **filters):
    reply = client.get(URL, filters)
    assert reply.status_code == 200, reply.content
    return [answer["digit"] for answer in reply.json()["results"]]


@pytest.mark.parametrize(
    ("filters", "listed"),
    [
        ({}, [4, 3, 2, 1]),
        ({"day": "2026-11-22"}, [2]),
        ({"day": "2026-11-25"}, []),
        ({"after": "2026-11-23"}, [4, 3]),
        ({"after": "2026-11-23T12:00:00Z"}, [4, 3]),
        ({"after": "2026-11-23T12:00:01"}, [4]),
        ({"before": "2026-11-23T13:00:00+01:00"}, [2, 1]),
        ({"before": "2026-11-23T13:00:01 01:00"}, [3, 2, 1]),  # '+' in an address
        ({"after": "2026-11-22", "before": "2026-11-23"}, [2]),
        ({"answer": "3"}, [3]),
        ({"answer": "none"}, []),
        ({"version": "base"}, [4, 3, 2, 1]),
        ({"version": "seed75"}, []),
        ({"answer": "3", "day": "2026-11-22"}, []),
    ],
)
def test_a_list_has_what_its_filters_ask_for(own, filters, listed):
    assert digits(own, **filters) == listed


def test_a_claim_is_a_digit_none_any_or_missing(own):
    for digit, claim in [(1, 7), (2, 10)]:
        keep_claim(Prediction.objects.get(digit=digit).drawing, claim)
    listed = [digits(own, claim=value) for value in ("7", "none", "any", "missing")]
    assert listed == [[1], [2], [2, 1], [4, 3]]


def test_numbers_are_found_by_what_they_are_read_and_claimed_as(api):
    words = {}
    for number in ("42", "07"):
        body = {"image": data_url(png(side_by_side(number), pen=10))}
        words[number] = api.post(URL, body, format="json").json()["word"]
    scribble = recognise_scribble(api)
    keep_claim(Prediction.objects.get(number="42").drawing, "47")
    keep_claim(Prediction.objects.get(number="07").drawing, 10)

    def listed(**filters):
        return [row["word"] for row in api.get(URL, filters).json()["results"]]

    assert listed(answer="42") == listed(answer="42", claim="47") == [words["42"]]
    assert listed(answer="007") == listed(answer="7") == []
    assert listed(answer="number") == [words["07"], words["42"]]
    assert listed(answer="none") == [scribble]
    assert listed(claim="47") == listed(claim="number") == [words["42"]]
    assert listed(claim="none") == [words["07"]]
    assert listed(claim="42") == []


def recognise_scribble(api):
    body = {"image": data_url(png([[(0, 0), (1, 1)], [(0, 1), (1, 0)]]))}
    answer = api.post(URL, body, format="json").json()
    assert (answer["digit"], answer["number"]) == (None, None)
    return answer["word"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("day", "20261122"),
        ("day", "2026-02-30"),
        ("day", "today"),
        ("after", "yesterday"),
        ("after", "0001-01-01T00:00+14:00"),
        ("before", "2026-11-23T25:00"),
        ("answer", "-7"),
        ("answer", "4.2"),
        ("answer", "1" * 13),
        ("answer", "any"),
        ("answer", "\u0664\u0662"),
        ("answer", "\u0667"),
        ("version", "nonesuch"),
        ("claim", "-1"),
        ("claim", ""),
        ("everyone", "yes"),
    ],
)
def test_a_wrong_value_is_named(api, name, value):
    reply = api.get(URL, {name: value})
    assert reply.status_code == 400
    assert f"'{name}'" in reply.json()["detail"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_are_days(api, day):
    assert digits(api, day=day, after=day, before=day) == []


def test_a_cursor_goes_on_in_its_own_list_alone(own):
    first = own.get(URL, {"page_size": 2, "after": "2026-11-20"}).json()
    assert [a["digit"] for a in own.get(first["next"]).json()["results"]] == [2, 1]
    others = [
        first["next"].replace("after=2026-11-20", "answer=1"),
        first["next"] + "&day=2026-11-22",
    ]
    for address in others:
        reply = own.get(address)
        assert reply.status_code == 400
        assert "another list" in reply.json()["detail"]
    cursor = first["next"].partition("cursor=")[2].partition("&")[0]
    assert own.get(f"/api/v1/versions/?cursor={cursor}").status_code == 400


@pytest.fixture
def reviewer(django_user_model):
    user = django_user_model.objects.create_user("anna", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_drawing"))
    return user


@pytest.fixture
def session(reviewer):
    browser = Client()
    browser.force_login(reviewer)
    return browser


def with_key(user, *scopes):
    _key, secret = create_key("a program", scopes, user=user)
    return APIClient(headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture(params=["a session", "a key"])
def who_reviews(request, reviewer, session):
    if request.param == "a session":
        return session
    return with_key(reviewer, Scope.READ, Scope.REVIEW)


def test_a_reviewer_sees_all_if_asked_for(own, who_reviews):
    recognise(png(DIGITS[7]))
    assert digits(who_reviews) == []
    assert digits(who_reviews, everyone="true") == [7, 4, 3, 2, 1]
    assert digits(who_reviews, everyone="true", answer="3") == [3]
    assert digits(who_reviews, everyone="true", version="base", claim="any") == []


def test_a_label_is_seen_by_reviewers(own, who_reviews, staff):
    drawing = Prediction.objects.get(digit=1).drawing
    label_drawing(drawing, 1, by=staff)
    label_drawing(Prediction.objects.get(digit=2).drawing, "42", by=staff)
    for label, listed in [
        ("1", [1]),
        ("42", [2]),
        ("number", [2]),
        ("none", []),
        ("any", [2, 1]),
        ("missing", [4, 3]),
    ]:
        assert digits(who_reviews, everyone="true", label=label) == listed


def test_a_second_opinion_is_not_told_the_first(own, session, staff, settings):
    settings.SECOND_OPINION_SHARE = 1
    label_drawing(Prediction.objects.get(digit=1).drawing, 1, by=staff)
    assert digits(session, everyone="true", label="1") == []


@pytest.mark.parametrize("filters", [{"label": "1"}, {"everyone": "true"}])
def test_nobody_else_sees_labels_or_others_drawings(own, reviewer, filters):
    without = Client()
    without.force_login(type(reviewer).objects.create_user("ben", is_staff=True))
    nobodys = with_key(None, Scope.READ, Scope.REVIEW)
    for client in (own, without, nobodys, with_key(reviewer, Scope.READ)):
        reply = client.get(URL, filters)
        assert reply.status_code == 403
        assert "Only reviewers" in reply.json()["detail"]


def test_pages_of_everyone_follow_one_another(own, session):
    for version in ("base", None):
        filters = {"everyone": "true", "page_size": 3} | (
            (version and {"version": version}) or {}
        )
        first = session.get(URL, filters).json()
        second = session.get(first["next"]).json()
        listed = [a["digit"] for page in (first, second) for a in page["results"]]
        assert listed == [4, 3, 2, 1]
        assert session.get(second["previous"]).json()["results"] == first["results"]


def test_a_version_is_found_by_its_name_alone(own):
    other = ModelVersion.objects.create(name="other", network="base", sha256="other")
    assert digits(own, version=other.name) == []
