"""Which version a rollback goes back to."""

import pytest

from recognizer.versions.promotion import promote, roll_back
from tests.support.versions import add_version

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_after_a_rollback_and_a_promotion_the_way_leads_past_both(second):
    for version in (second, second, add_version("v0003")):
        promote(version, why="better")
    roll_back(why="worse")
    promote(add_version("v0004"), why="better")
    names = [roll_back(why="worse").version.name for _ in range(2)]
    assert names == ["v0002", "base"]
