"""manage.py promote, rollback and versions."""

import pytest
from django.core.management import CommandError

from recognizer.drawings.recognition import recognise
from recognizer.models import Promotion
from recognizer.versions.promotion import promote
from tests.support.commands import command
from tests.support.drawings import SEVEN, png
from tests.support.versions import add_version, judged

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def answering():
    return recognise(png(SEVEN)).version.name


def test_a_version_is_promoted_by_its_number_and_rolled_back(second):
    assert "Promoted v0002." in command("promote", "2", "--why", "better")
    assert answering() == "v0002"
    assert "Promoted base again." in command("rollback", "--why", "worse after all")
    assert answering() == "base"
    whys = list(Promotion.objects.values_list("why", flat=True))
    assert whys == ["worse after all", "better", "The weights that ship."]


def test_who_promotes_what_no_gate_judged_is_told(base):
    told = command("promote", "seed75", "--why", "to compare")
    assert (
        told
        == "The gate never judged seed75: it came with the site.\nPromoted seed75.\n"
    )


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


@pytest.mark.parametrize(("name", "told"), [("7", "v0007"), ("²", "²")])
def test_an_unknown_version_is_refused_with_the_names_there_are(db, name, told):
    with pytest.raises(CommandError, match=f"'{told}'; there are seed75, base"):
        command("promote", name, "--why", "x")


def test_one_rollback_after_another_goes_back_to_the_first(second):
    versions = [second, add_version("v0003")]
    for version in versions:
        promote(version, why="better")
    said = [command("rollback", "--why", "worse").split()[1] for _ in range(2)]
    assert said == ["v0002", "base"]
    with pytest.raises(CommandError, match="No other version"):
        command("rollback", "--why", "worse")


def test_there_is_no_way_back_from_the_first(db):
    with pytest.raises(CommandError, match="No other version"):
        command("rollback", "--why", "x")


@pytest.mark.parametrize("litert", [b"no model", None])
def test_a_damaged_file_is_refused_at_promotion(base, litert):
    litert = litert or bytes(base.files.litert)[:-8]
    add_version("v0003", litert=litert, sha256="of the whole file")
    with pytest.raises(CommandError, match=r"cannot be loaded: .* damaged"):
        command("promote", "v0003", "--why", "x")
    assert answering() == "base"


def test_the_list_marks_the_version_that_answers(second):
    promote(second, why="better")
    lines = command("versions").splitlines()
    assert lines[0].startswith("* v0002")
    assert lines[1].startswith("  seed75 ")
    assert lines[2].startswith("  base ")
    assert "shipped" in lines[2]
