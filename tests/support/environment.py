"""An environment of settings, read or given to a program, whatever .env says."""

import os
import runpy
import subprocess
import sys
from unittest.mock import patch

from django.conf import settings

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


def run(program, **changes):
    """Run one of our programs with its arguments, whatever .env says."""
    code = (
        "import dotenv, runpy, sys; dotenv.load_dotenv = lambda *_: None\n"
        f"sys.argv = {program.split()!r}; sys.path.insert(0, '.')\n"
        "is_file = sys.argv[0].endswith('.py')\n"
        "run = runpy.run_path if is_file else runpy.run_module\n"
        "run(sys.argv[0], None, '__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"]} | GOOD | changes,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
