"""The page on security names guards that are tested."""

import re

from django.conf import settings

from digitsite import settings as read_settings

PAGE = (settings.BASE_DIR / "docs" / "security.md").read_text()


def test_each_test_that_it_names_is_there():
    named = re.findall(r"`(tests/[\w/.]+)`", PAGE)
    assert len(named) > 20
    missing = [path for path in named if not (settings.BASE_DIR / path).is_file()]
    assert missing == []


def test_each_threat_names_a_test():
    table = PAGE.partition("## Threats")[2].partition("\nThe content")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 10
    assert [row for row in rows if "`tests/" not in row] == []


def test_each_setting_that_it_names_is_one():
    named = set(re.findall(r"`([A-Z][A-Z_]{4,})(?:=1)?`", PAGE))
    missing = [name for name in named if not hasattr(read_settings, name)]
    assert missing == []
