"""What versions come from, and what comes from them."""

import pytest

from recognizer.versions.lineage import built_on, trained_on
from tests.support.versions import add_version, judged

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def family():
    """v0001 from base, v0002 from it, v0003 from that; v0004 from base alone."""
    names, parent = ("v0001", "v0002", "v0003"), None
    versions = []
    for name in names:
        parent = add_version(name, parent=parent)
        versions.append(judged(parent, drawings=[f"drawing of {name}"]))
    return [*versions, judged(add_version("v0004"), drawings=["drawing of v0004"])]


def test_a_version_was_trained_on_what_its_ancestors_were(family, base):
    assert trained_on(family[1]) == {"drawing of v0001", "drawing of v0002"}
    assert trained_on(family[3]) == {"drawing of v0004"}
    assert trained_on(base) == trained_on(None) == set()


def test_descendants_are_named_but_not_those_that_were_asked_about(family):
    assert list(built_on(["v0001"])) == ["v0002", "v0003"]
    assert list(built_on(["v0001", "v0003"])) == ["v0002"]
    assert list(built_on(["v0004"])) == []
