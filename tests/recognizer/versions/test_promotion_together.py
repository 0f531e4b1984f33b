"""Several promotions and rollbacks at once, on a database with row locks."""

import pytest
from django.core.management import CommandError
from django.db import transaction

from recognizer.models import ModelVersion, Promotion
from recognizer.versions import shipped_weights
from recognizer.versions.promotion import PromotedMeanwhile, promote, roll_back
from tests.support.commands import command
from tests.support.concurrency import thread, wait_until_one_waits
from tests.support.versions import add_version

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = "Another promotion came first: of v0002."


@pytest.fixture
def third(second):
    """v0003 is promoted, after base and v0002."""
    promote(second, why="better")
    third = add_version("v0003")
    promote(third, why="better still")
    return third


def roll_back_by_hand():
    command("rollback", "--why", "worse")


def promote_by_hand():
    command("promote", "3", "--why", "better")


@pytest.mark.parametrize(
    ("deed", "problem"),
    [
        (lambda: roll_back(why="worse"), PromotedMeanwhile),
        (roll_back_by_hand, CommandError),
        (promote_by_hand, CommandError),
    ],
)
def test_of_two_at_once_one_is_done_and_the_other_told(third, deed, problem):
    problems = while_v0002_is_promoted_again(deed)
    assert [(type(error), str(error)) for error in problems] == [(problem, TOLD)]


def test_who_rolls_back_on_the_admins_page_is_told_so_too(third, admin):
    page = "/admin/recognizer/modelversion/roll-back/"
    seen = admin.get(page).context["newest"].pk
    pages = []

    def post():
        pages.append(admin.post(page, {"why": "worse", "newest": seen}, follow=True))

    assert while_v0002_is_promoted_again(post) == []
    assert f"Nothing was changed: {TOLD}" in pages[0].content.decode()


def while_v0002_is_promoted_again(deed):
    """Roll back, and begin the deed before that is committed; returns its problems."""
    waiting = thread(deed, problems := [])
    with transaction.atomic():
        roll_back(why="worse")
        waiting.start()
        wait_until_one_waits()
    waiting.join()
    assert Promotion.objects.count() == 4
    assert Promotion.objects.first().version.name == "v0002"
    return problems


def test_two_machines_that_migrate_at_once_register_one_version():
    Promotion.objects.all().delete()
    ModelVersion.objects.all().delete()
    waiting = thread(shipped_weights.register, problems := [])
    with transaction.atomic():
        shipped_weights.register()
        waiting.start()
        wait_until_one_waits()
    waiting.join()
    assert problems == []
    assert (ModelVersion.objects.count(), Promotion.objects.count()) == (2, 1)
