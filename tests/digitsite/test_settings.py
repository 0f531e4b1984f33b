"""A missing required setting or a wrong value stops the start and names itself."""

import os
import runpy
import subprocess
import sys
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

GOOD = {
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnop",
    "DATABASE_URL": "sqlite:///var/unused.sqlite3",
    "ALLOWED_HOSTS": "digits.example",
}


def read(**changes):
    """The settings that this environment gives (None: not set), whatever .env says."""
    environment = {k: v for k, v in (GOOD | changes).items() if v is not None}
    with (
        patch.dict(os.environ, environment, clear=True),
        patch("dotenv.load_dotenv"),
    ):
        return runpy.run_path(settings.BASE_DIR / "digitsite" / "settings.py")


def check(*flags, **changes):
    """`manage.py check` in a process of its own, whatever .env says."""
    code = (
        "import dotenv; dotenv.load_dotenv = lambda *_: None\n"
        "import sys; from django.core.management import execute_from_command_line\n"
        f"execute_from_command_line(['manage.py', 'check', *{flags!r}])"
    )
    environment = {"PATH": os.environ["PATH"]} | GOOD | changes
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"DJANGO_SETTINGS_MODULE": "digitsite.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_deployment_with_defaults_passes_djangos_check():
    done = check("--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"PORT": "http"}, "PORT is 'http'; use a whole number from 1."),
    ],
)
def test_a_missing_and_a_wrong_setting_stop_the_start(changes, message):
    done = check(**changes)
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {message}" in done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL"])
@pytest.mark.parametrize("value", [None, "", " "])
def test_a_missing_setting_names_itself(name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set"):
        read(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "yes"),
        ("HTTPS", "true"),
        ("PORT", "http"),
        ("THREADS", "0"),
        ("NUM_PROXIES", "-1"),
        ("THROTTLE_ANON", "fast"),
        ("ADMIN_PATH", "/admin"),
        ("MAX_PICTURE_BYTES", "1e6"),
        ("DATABASE_URL", "mysqlish"),
        ("AUDIT_SHARE", "3"),
        ("AUDIT_SHARE", "3 %"),
        ("AUDIT_SHARE", ""),
        ("SECOND_OPINION_SHARE", "-0.1"),
        ("UNSURE_MARGIN", "half"),
    ],
)
def test_a_wrong_value_names_itself(name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} "):
        read(**{name: value})


@pytest.mark.parametrize(
    ("name", "value", "setting"),
    [
        ("DEBUG", "1", True),
        ("PORT", "80", 80),
        ("NUM_PROXIES", "0", 0),
        ("ADMIN_PATH", "back/office/", "back/office/"),
        ("ALLOWED_HOSTS", "a.example, b.example,", ["a.example", "b.example"]),
        ("AUDIT_SHARE", "0", 0),
        ("SECOND_OPINION_SHARE", "1", 1),
        ("UNSURE_MARGIN", ".25", 0.25),
    ],
)
def test_a_right_value_is_read(name, value, setting):
    assert read(**{name: value})[name] == setting


@pytest.mark.parametrize(("value", "rate"), [("5/hour", "5/hour"), ("", None)])
def test_a_throttle_has_a_rate_or_no_limit(value, rate):
    rest = read(THROTTLE_ANON=value)["REST_FRAMEWORK"]
    assert rest["DEFAULT_THROTTLE_RATES"] == {"drawings": rate, "versions": rate}


@pytest.mark.parametrize(("debug", "https"), [("0", True), ("1", False)])
def test_https_is_required_but_where_one_debugs(debug, https):
    assert read(DEBUG=debug)["SECURE_SSL_REDIRECT"] is https
