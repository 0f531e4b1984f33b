"""install.sh: what it refuses before it changes anything, and whose files it leaves."""

import os
import shutil
import subprocess

import pytest
from django.conf import settings

MACHINE = settings.BASE_DIR / "deploy" / "machine"
GIVEN = {"DOMAIN": "digits.example", "PROXY": "caddy"}
CHECK = """
check_ports() { :; }; check_space() { :; }
read_parameters; check_parameters; say right
"""


def run(folder, commands, **variables):
    """Run commands after the steps of install.sh, on settings of the test."""
    steps = "".join(f'. "$HERE/steps/{p.name}"\n' for p in MACHINE.glob("steps/*.sh"))
    environment = {"HERE": str(MACHINE), "ETC": str(folder), "PATH": os.environ["PATH"]}
    return subprocess.run(
        ["sh", "-euc", steps + commands],
        env=environment | variables,
        capture_output=True,
        text=True,
    )


def test_shellcheck_finds_no_fault():
    if not shutil.which("shellcheck"):
        reason = "No shellcheck: `apt-get install shellcheck`."
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    scripts = ["install.sh", "try.sh", "digitsite", "nginx/use-certificate"]
    done = subprocess.run(
        ["shellcheck", "-x", *scripts], cwd=MACHINE, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_what_is_right_is_taken(tmp_path):
    assert run(tmp_path, CHECK, **GIVEN).stdout == "right\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOMAIN", ""),
        ("DOMAIN", "https://digits.example"),
        ("DOMAIN", "digits.example:8000"),
        ("DOMAIN", "digits.example\nroot"),
        ("DOMAIN", "digits.example; reboot"),
        ("PROXY", "apache"),
        ("TLS", "off"),
        ("TRAIN", "yes"),
        ("ADMIN_EMAIL", "anna"),
        ("DATABASE_URL", "sqlite:///digits"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, name, value):
    done = run(tmp_path, CHECK, **GIVEN | {name: value})
    assert done.returncode == 1
    assert done.stderr.startswith(f"install.sh: {name} is ")
    assert not list(tmp_path.iterdir())


def test_what_was_given_is_remembered(tmp_path):
    (tmp_path / "machine").write_text("DOMAIN=digits.example\nPROXY=nginx\n")
    commands = CHECK + 'say "$DOMAIN $PROXY $TLS"'
    assert run(tmp_path, commands).stdout == "right\ndigits.example nginx automatic\n"
    assert run(tmp_path, commands, PROXY="caddy").stdout.endswith("caddy automatic\n")


def test_settings_that_contradict_are_named_and_stay(tmp_path):
    (tmp_path / "env").write_text("ALLOWED_HOSTS=other.example\n")
    done = run(tmp_path, CHECK, **GIVEN)
    assert "ALLOWED_HOSTS" in done.stderr
    assert (tmp_path / "env").read_text() == "ALLOWED_HOSTS=other.example\n"


def test_a_file_is_replaced_until_the_operator_changes_it(tmp_path):
    new, target = tmp_path / "new", tmp_path / "target"
    for text in ("first", "second"):
        new.write_text(text)
        run(tmp_path, f"put {new} {target}")
        assert target.read_text() == text
    target.write_text("by hand")
    new.write_text("third")
    assert "changed by hand and stays" in run(tmp_path, f"put {new} {target}").stdout
    assert target.read_text() == "by hand"
    assert (tmp_path / "target.new").read_text() == "third"
    assert run(tmp_path, f"put {new} {target}").stdout == ""  # said once


def test_without_a_release_before_there_is_no_way_back(tmp_path):
    done = run(tmp_path, "go_back", OPT=str(tmp_path))
    assert "no release before" in done.stderr


@pytest.mark.parametrize(("broken", "answers"), [("none", "new"), ("new", "old")])
def test_a_release_answers_only_if_it_starts(tmp_path, broken, answers):
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    (tmp_path / "current").symlink_to(tmp_path / "old")
    starting = (
        'start_services() { [ "$(readlink "$OPT/current")" != "$OPT/$BROKEN" ]; }'
    )
    done = run(
        tmp_path, f'{starting}; switch_to "$OPT/new"', OPT=str(tmp_path), BROKEN=broken
    )
    assert (tmp_path / "current").resolve().name == answers
    assert (done.returncode == 0) == (answers == "new")
    assert (tmp_path / "previous").exists() == (answers == "new")
