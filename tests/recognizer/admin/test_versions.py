"""The admin lists versions; operators promote and roll back."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from recognizer.models import Promotion
from recognizer.versions.predictor import predictor
from recognizer.versions.promoted_versions import promoted_id
from recognizer.versions.promotion import promote, roll_back
from tests.support.commands import command
from tests.support.html import parse
from tests.support.versions import add_version, judged

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ADMIN = "/admin/recognizer/modelversion/"
ROLL_BACK = f"{ADMIN}roll-back/"


@pytest.fixture
def operator(django_user_model):
    user = django_user_model.objects.create_user("operator", is_staff=True)
    user.groups.add(Group.objects.get(name="Operator"))
    client = Client()
    client.force_login(user)
    return client


def confirm(client, url, why):
    """Open the page, and send its form."""
    newest = client.get(url).context["newest"].pk
    return client.post(url, {"why": why, "newest": newest}, follow=True)


def test_who_promotes_is_told_that_another_version_answers_by_now(operator, second):
    judged(second)
    assert command("promote", "2", "--why", "better") == "Promoted v0002.\n"
    third = judged(add_version("v0003"))
    told = "v0003 was judged against base, not against v0002, which answers now."
    for page in ("promote", "change"):
        assert told in operator.get(f"{ADMIN}{third.pk}/{page}/").content.decode()
    assert told in command("promote", "3", "--why", "better still")


def test_the_page_of_no_version_leads_back(operator):
    assert operator.get(f"{ADMIN}abc/change/").status_code == 302


def test_an_operator_promotes_after_a_confirmation_with_a_reason(operator, second):
    url = f"{ADMIN}{second.pk}/promote/"
    assert b"Let v0002 answer?" in operator.get(url).content
    assert b"Say why" in confirm(operator, url, " ").content
    assert promoted_id() != second.pk
    assert b"Promoted v0002." in confirm(operator, url, "better").content
    promotion = Promotion.objects.first()
    assert (promotion.version, promotion.by.username) == (second, "operator")


def test_an_operator_rolls_back(operator, base, second):
    promote(second, why="better")
    assert b"Let base answer again?" in operator.get(ROLL_BACK).content
    assert b"Promoted base again." in confirm(operator, ROLL_BACK, "worse").content
    assert promoted_id() == base.pk
    assert b"No other version" in operator.get(ROLL_BACK, follow=True).content


def test_of_two_operators_who_roll_back_one_is_asked_again(operator, second):
    for version in (second, add_version("v0003")):
        promote(version, why="better")
    seen = Promotion.objects.first().pk
    roll_back(why="worse, says the other one")
    page = operator.post(ROLL_BACK, {"why": "worse", "newest": seen}).content
    assert b"Another promotion came first" in page
    assert b"Let base answer again?" in page
    assert promoted_id() == second.pk


def test_a_version_that_cannot_be_loaded_is_refused_in_the_admin(operator, base):
    broken = add_version("v0003", litert=b"no model")
    page = confirm(operator, f"{ADMIN}{broken.pk}/promote/", "x")
    assert b"Nothing was changed" in page.content
    assert promoted_id() == base.pk


@pytest.mark.parametrize("route", ["{}/promote/", "roll-back/"])
def test_a_reviewer_neither_promotes_nor_rolls_back(django_user_model, base, route):
    reviewer = django_user_model.objects.create_user("reviewer", is_staff=True)
    reviewer.groups.add(Group.objects.get(name="Reviewer"))
    client = Client()
    client.force_login(reviewer)
    url = ADMIN + route.format(base.pk)
    assert client.post(url, {"why": "x"}).status_code == 403
    assert Promotion.objects.count() == 1


def test_promotion_needs_a_csrf_token(operator, second):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = operator.cookies
    url = f"{ADMIN}{second.pk}/promote/"
    assert strict.post(url, {"why": "x"}).status_code == 403


def column(page, name):
    """A column of the list of versions: what it says of each, by the version's name."""
    rows = page.one("table", id="result_list").one("tbody").all("tr")
    return {
        row.one("th", class_="field-name").text: row.one(
            "td", class_=f"field-{name}"
        ).text
        for row in rows
    }


def test_the_admins_list_says_which_answers_and_what_the_gate_said(
    operator, base, second
):
    judged(second, "It has to read more.")
    judged(add_version("v0003"))
    promote(second, why="all the same")
    page = parse(operator.get(ADMIN))
    gate = column(page, "gate")
    assert (gate["v0003"], gate["v0002"]) == ("allowed", "refused")
    assert gate["base"] == "never judged"
    answers = column(page, "answering")
    assert [name for name, cell in answers.items() if cell == "now"] == ["v0002"]
    assert page.all("td", base.sha256[:8])


def test_where_the_promoted_version_is_damaged_all_lists_name_another(
    operator, base, second
):
    promote(second, why="better")
    second.files.delete()
    predictor.reset()  # the process starts anew
    answers = column(parse(operator.get(ADMIN)), "answering")
    assert (answers["v0002"], answers["base"]) == ("cannot be loaded", "now")
    assert b"This version answers." in operator.get(f"{ADMIN}{base.pk}/change/").content
    damaged = operator.get(f"{ADMIN}{second.pk}/change/").content
    assert b"promoted last and cannot be loaded: the log says why." in damaged
    listed = operator.get("/api/v1/versions/").json()["results"]
    assert [row["name"] for row in listed if row["answers"]] == ["base"]
    lines = command("versions").splitlines()
    assert [line for line in lines if line.startswith("* base ")]
    assert "v0002 was promoted last and cannot be loaded" in lines[-1]


def test_a_versions_page_tells_all_that_its_training_kept(operator, second, staff):
    trained, left_out = str(uuid4()), str(uuid4())
    judged(
        second,
        by=staff,
        sha256="5eed",
        libraries={"keras": "3.12.0"},
        drawings=[trained],
        left_out={"Its tile has two labels.": [left_out]},
    )
    page = operator.get(f"{ADMIN}{second.pk}/change/").content.decode()
    assert "Its tile has two labels" in page
    for told in ("staff", "sha256 5eed", "keras 3.12.0", trained, left_out):
        assert told in page


def test_the_versions_page_offers_promotion_to_those_who_may(operator, base, second):
    assert b"Let it answer" in operator.get(f"{ADMIN}{second.pk}/change/").content
    assert b"This version answers." in operator.get(f"{ADMIN}{base.pk}/change/").content
    assert b"Roll back" in operator.get(ADMIN).content
