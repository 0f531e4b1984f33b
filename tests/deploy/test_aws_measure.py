"""deploy/aws/measure.sh: which backup the alarm takes for the newest."""

import re

import jmespath
import pytest

from recognizer.backups.forgotten import NAME
from recognizer.backups.names import CHECKSUM
from tests.support.deployment import text

BACKUP = "database/digitsite-20261126T223000Z.dump"


@pytest.mark.parametrize(
    ("keys", "newest"),
    [
        ([], None),
        ([BACKUP, BACKUP + CHECKSUM, f"database/{NAME}"], 1),
        ([BACKUP, f"database/{NAME}"], None),  # one that is not whole
    ],
)
def test_it_is_one_that_is_whole(keys, newest):
    [query] = re.findall(r"--query '(max_by.*)'", text("deploy/aws/measure.sh"))
    contents = [{"Key": key, "LastModified": day} for day, key in enumerate(keys)]
    assert jmespath.search(query, {"Contents": contents} if keys else {}) == newest
