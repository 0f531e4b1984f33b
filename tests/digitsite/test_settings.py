"""A missing required setting or a wrong value stops the start and names itself."""

import os
import subprocess
import sys

import pytest

GOOD = {
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnop",
    "DATABASE_URL": "sqlite:///var/unused.sqlite3",
    "ALLOWED_HOSTS": "digits.example",
}


def check(*flags, **changes):
    """`manage.py check` with only these settings, whatever .env says."""
    settings = {k: v for k, v in (GOOD | changes).items() if v is not None}
    code = (
        "import dotenv; dotenv.load_dotenv = lambda *_: None\n"
        "import sys; from django.core.management import execute_from_command_line\n"
        f"execute_from_command_line(['manage.py', 'check', *{flags!r}])"
    )
    environment = {"PATH": os.environ["PATH"]} | settings
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


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_setting_stops_the_start(name, value):
    done = check(**{name: value})
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {name} is not set" in done.stderr


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
def test_a_wrong_value_stops_the_start_and_names_itself(name, value):
    done = check(**{name: value})
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {name} " in done.stderr


def test_a_share_is_nothing_all_or_between():
    done = check(AUDIT_SHARE="0", SECOND_OPINION_SHARE="1", UNSURE_MARGIN=".25")
    assert done.returncode == 0, done.stderr
