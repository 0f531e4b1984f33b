"""Versions are promoted and rolled back: by commands, in the admin, told by the API."""

import io
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from recognizer.drawings.recognition import recognise
from recognizer.models import ModelVersion, Promotion, Training
from recognizer.versions.predictor import predictor
from recognizer.versions.promotion import promote, roll_back
from tests.support.drawings import SEVEN, png
from tests.support.html import parse
from tests.support.versions import copy_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ADMIN = "/admin/recognizer/modelversion/"
ROLL_BACK = f"{ADMIN}roll-back/"


@pytest.fixture
def base():
    return ModelVersion.objects.get(name="base")


@pytest.fixture
def second(base):
    return copy_of(base, "v0002")


@pytest.fixture
def operator(django_user_model):
    user = django_user_model.objects.create_user("operator", is_staff=True)
    user.groups.add(Group.objects.get(name="Operator"))
    client = Client()
    client.force_login(user)
    return client


def judged(version, *refusals, **facts):
    """As a fine-tune from its parent would keep it."""
    empty = {"drawings": [], "held_out": [], "left_out": {}, "curve": []}
    empty |= {"sha256": "", "libraries": {}, "report": ""}
    facts = empty | facts | {"refusals": list(refusals)}
    Training.objects.create(version=version, **facts)
    return version


def confirm(client, url, why):
    """Open the page, and send its form."""
    newest = client.get(url).context["newest"].pk
    return client.post(url, {"why": why, "newest": newest}, follow=True)


def command(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def answering():
    return recognise(png(SEVEN)).version.name


def test_a_version_is_promoted_by_its_number_and_rolled_back(second):
    assert "Promoted v0002." in command("promote", "2", "--why", "better")
    assert answering() == "v0002"
    assert "Promoted base again." in command("rollback", "--why", "worse after all")
    assert answering() == "base"
    whys = list(Promotion.objects.values_list("why", flat=True))
    assert whys == ["worse after all", "better", "The weights that ship."]


def test_who_promoted_and_who_rolled_back_is_kept(second, staff):
    command("promote", "2", "--why", "better", "--by", "staff")
    command("rollback", "--why", "worse", "--by", "staff")
    assert [one.by for one in Promotion.objects.all()] == [staff, staff, None]


@pytest.mark.parametrize("deed", [["promote", "2"], ["rollback"]])
@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--why", " "], "Say why"),
        (["--why", "better", "--by", "nobody"], "no user 'nobody'"),
    ],
)
def test_a_blank_reason_and_an_unknown_user_are_refused(second, deed, more, said):
    with pytest.raises(CommandError, match=said):
        command(*deed, *more)
    assert Promotion.objects.count() == 1


def test_a_version_that_the_gate_refused_takes_force(second):
    judged(second, "It has to read more.")
    with pytest.raises(CommandError, match=r"It has to read more\. --force"):
        command("promote", "2", "--why", "hm")
    assert answering() == "base"
    command("promote", "2", "--why", "hm", "--force")
    assert Promotion.objects.first().why == "Forced: hm"


def test_who_promotes_is_told_that_another_version_answers_by_now(
    operator, base, second
):
    judged(second)
    assert command("promote", "2", "--why", "better") == "Promoted v0002.\n"
    third = judged(copy_of(base, "v0003"))
    told = "v0003 was judged against base, not against v0002, which answers now."
    for page in ("promote", "change"):
        assert told in operator.get(f"{ADMIN}{third.pk}/{page}/").content.decode()
    assert told in command("promote", "3", "--why", "better still")


def test_the_original_answers_through_the_same_api_once_promoted(api):
    command("promote", "seed75", "--why", "to compare with")
    picture = {"image": SimpleUploadedFile("seven.png", png(SEVEN), "image/png")}
    answer = api.post("/api/v1/predictions/", picture, format="multipart").json()
    assert (answer["digit"], answer["version"]) == (7, "seed75")
    assert len(answer["probabilities"]) == 10


@pytest.mark.parametrize(("name", "told"), [("7", "v0007"), ("²", "²")])
def test_an_unknown_version_is_refused_with_the_names_there_are(db, name, told):
    with pytest.raises(CommandError, match=f"'{told}'; there are seed75, base"):
        command("promote", name, "--why", "x")


def test_the_page_of_no_version_leads_back(operator):
    assert operator.get(f"{ADMIN}abc/change/").status_code == 302


def test_one_rollback_after_another_goes_back_to_the_first(base, second):
    versions = [second, copy_of(base, "v0003")]
    for version in versions:
        promote(version, why="better")
    said = [command("rollback", "--why", "worse").split()[1] for _ in range(2)]
    assert said == ["v0002", "base"]
    with pytest.raises(CommandError, match="No other version"):
        command("rollback", "--why", "worse")


def test_after_a_rollback_and_a_promotion_the_way_leads_past_both(base, second):
    for version in (second, second, copy_of(base, "v0003")):
        promote(version, why="better")
    roll_back(why="worse")
    promote(copy_of(base, "v0004"), why="better")
    names = [roll_back(why="worse").version.name for _ in range(2)]
    assert names == ["v0002", "base"]


def test_there_is_no_way_back_from_the_first(db):
    with pytest.raises(CommandError, match="No other version"):
        command("rollback", "--why", "x")


@pytest.mark.parametrize("litert", [b"no model", None])
def test_a_damaged_file_is_refused_at_promotion(base, litert):
    litert = litert or bytes(base.files.litert)[:-8]
    copy_of(base, "v0003", litert=litert, sha256="of the whole file")
    with pytest.raises(CommandError, match=r"cannot be loaded: .* damaged"):
        command("promote", "v0003", "--why", "x")
    assert answering() == "base"


def test_the_list_marks_the_version_that_answers(base, second):
    promote(second, why="better")
    lines = command("versions").splitlines()
    assert lines[0].startswith("* v0002")
    assert lines[1].startswith("  seed75 ")
    assert lines[2].startswith("  base ")
    assert "shipped" in lines[2]


def test_the_api_lists_versions_with_cards_and_says_which_answers(api, base, second):
    page = api.get("/api/v1/versions/").json()
    told = {row["name"]: row for row in page["results"]}
    assert (told["base"]["answers"], told["v0002"]["answers"]) == (True, False)
    assert told["base"]["card"].startswith("---\nlicense:")
    assert told["v0002"]["parent"] == "base"


def test_the_api_lists_versions_in_pages_for_the_same_queries(
    api, base, django_assert_num_queries
):
    for number in range(25):
        copy_of(base, f"v{number:04}", litert=b"", sha256=str(number))
    with django_assert_num_queries(2):
        page = api.get("/api/v1/versions/").json()
    assert len(page["results"]) == 20
    rest = api.get(page["next"]).json()["results"]
    assert len(rest) == ModelVersion.objects.count() - 20


def test_an_operator_promotes_after_a_confirmation_with_a_reason(operator, second):
    url = f"{ADMIN}{second.pk}/promote/"
    assert b"Let v0002 answer?" in operator.get(url).content
    assert b"Say why" in confirm(operator, url, " ").content
    assert predictor.promoted_id() != second.pk
    assert b"Promoted v0002." in confirm(operator, url, "better").content
    promotion = Promotion.objects.first()
    assert (promotion.version, promotion.by.username) == (second, "operator")


def test_an_operator_rolls_back(operator, base, second):
    promote(second, why="better")
    assert b"Let base answer again?" in operator.get(ROLL_BACK).content
    assert b"Promoted base again." in confirm(operator, ROLL_BACK, "worse").content
    assert predictor.promoted_id() == base.pk
    assert b"No other version" in operator.get(ROLL_BACK, follow=True).content


def test_of_two_operators_who_roll_back_one_is_asked_again(operator, base, second):
    for version in (second, copy_of(base, "v0003")):
        promote(version, why="better")
    seen = Promotion.objects.first().pk
    roll_back(why="worse, says the other one")
    page = operator.post(ROLL_BACK, {"why": "worse", "newest": seen}).content
    assert b"Another promotion came first" in page
    assert b"Let base answer again?" in page
    assert predictor.promoted_id() == second.pk


def test_a_version_that_cannot_be_loaded_is_refused_in_the_admin(operator, base):
    broken = copy_of(base, "v0003", litert=b"no model")
    page = confirm(operator, f"{ADMIN}{broken.pk}/promote/", "x")
    assert b"Nothing was changed" in page.content
    assert predictor.promoted_id() == base.pk


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
    judged(copy_of(base, "v0003"))
    promote(second, why="all the same")
    page = parse(operator.get(ADMIN))
    gate = column(page, "gate")
    assert (gate["v0003"], gate["v0002"]) == ("allowed", "refused")
    assert gate["base"] == "-"
    answers = column(page, "answering")
    assert [name for name, cell in answers.items() if cell == "now"] == ["v0002"]
    assert page.all("td", base.sha256[:8])


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
