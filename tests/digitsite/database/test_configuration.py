"""DATABASES from DATABASE_URL."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from digitsite.database.configuration import database

HOME = Path("/home/site")


def options(url):
    return database(url, HOME)["OPTIONS"]


def test_what_the_url_says_of_the_connection_wins():
    chosen = options("postgres://host/name?connect_timeout=10&sslmode=require")
    assert (chosen["connect_timeout"], chosen["sslmode"]) == (10, "require")
    assert options("postgres://host/name")["connect_timeout"] == 3


def test_nothing_is_set_that_a_pooler_would_refuse():
    assert "options" not in options("postgres://host/name")


@pytest.mark.parametrize("seconds", ["0", "-1", "soon"])
def test_a_connect_timeout_that_is_none_names_itself(seconds):
    with pytest.raises(ImproperlyConfigured, match=f"connect_timeout={seconds};"):
        options(f"postgres://host/name?connect_timeout={seconds}")


def test_a_relative_path_of_sqlite_starts_at_the_project():
    assert database("sqlite:///var/site.sqlite3", HOME)["NAME"] == (
        HOME / "var" / "site.sqlite3"
    )
