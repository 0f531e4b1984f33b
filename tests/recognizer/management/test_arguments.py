"""What commands are given, or told that it is wrong."""

from argparse import ArgumentTypeError
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError

from recognizer.management import arguments


def test_a_version_is_found_by_name_and_by_number(second, base):
    assert arguments.find_version("2") == arguments.find_version("v0002") == second
    assert arguments.find_version("base") == base
    with pytest.raises(CommandError, match=r"No version 'v0009'; there are v0002, "):
        arguments.find_version("9")


def test_days_and_times_are_read_in_the_sites_zone(settings):
    settings.TIME_ZONE = "UTC"
    assert arguments.day("2026-11-23") == date(2026, 11, 23)
    assert arguments.moment("2026-11-23") == datetime(2026, 11, 23, tzinfo=UTC)
    moment = arguments.moment("2026-11-23T18:30+01:00")
    assert moment == datetime(2026, 11, 23, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (arguments.day, "2026-13-01", "no day such as 2026-11-23"),
        (arguments.day, "2026-11-23T18:30", "no day such as"),
        (arguments.moment, "noon", "nor a time such as"),
        (arguments.reason, " ", "Say why"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_can(read, text, message):
    with pytest.raises(ArgumentTypeError, match=message):
        read(text)


def test_a_reason_is_kept_without_the_spaces_around_it():
    assert arguments.reason(" better ") == "better"


def test_a_user_is_found_by_name(staff):
    assert arguments.user("staff") == staff
    with pytest.raises(ArgumentTypeError, match="no user 'nobody'"):
        arguments.user("nobody")


def test_whether_a_file_can_be_written_is_known_without_writing_it(tmp_path):
    assert arguments.writable_file(str(tmp_path / "new")) == tmp_path / "new"
    assert not list(tmp_path.iterdir())
    for path, why in ((tmp_path / "no" / "file", "No such"), (tmp_path, "a folder")):
        with pytest.raises(ArgumentTypeError, match=why):
            arguments.writable_file(str(path))
