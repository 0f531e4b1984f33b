"""What the files of deploy/ and the Dockerfile may name."""

import re
from pathlib import Path

from honcho.environ import parse_procfile

ROOT = Path(__file__).parents[2]


def known_settings():
    """The names in the table of docs/operating.md, which has a row for each."""
    rows = re.findall(r"^\| (`[^|]+) \|", text("docs/operating.md"), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def procfile_commands():
    """What each process is started by, as a list of words."""
    commands = parse_procfile(text("Procfile")).processes
    return {
        name: command.removeprefix("exec ").split()
        for name, command in commands.items()
    }


def text(path):
    return (ROOT / path).read_text()


def graceful_seconds():
    """How long gunicorn lets requests in flight end."""
    return int(
        re.search(r"^graceful_timeout = (\d+)", text("gunicorn.conf.py"), re.M)[1]
    )
