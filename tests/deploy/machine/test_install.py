"""install.sh: what it refuses before it changes anything, and whose files it leaves."""

import os
import subprocess

import pytest
from django.conf import settings

from tests.support.programs import need_program

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
    need_program("shellcheck", "shellcheck")
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
        ("DATABASE_URL", "postgres://digitsite:two words@host/digits"),
        ("DATABASE_URL", "postgres://digitsite:it's@host/digits"),
        ("BACKUP_TO", "backups"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, name, value):
    done = run(tmp_path, CHECK, **GIVEN | {name: value})
    assert done.returncode == 1
    assert done.stderr.startswith(f"install.sh: {name} is ")
    assert not list(tmp_path.iterdir())


def test_a_password_of_a_database_elsewhere_may_be_encoded(tmp_path):
    url = "postgres://digitsite:a%23b&c$d@host:6432/digits?sslmode=require&a=b"
    assert run(tmp_path, CHECK, **GIVEN, DATABASE_URL=url).stdout == "right\n"


def test_an_argument_that_is_none_changes_nothing():
    done = subprocess.run(
        ["sh", MACHINE / "install.sh", "--help"], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("install.sh: There is no '--help'")


@pytest.mark.parametrize(
    ("port", "holder", "is_ours", "passes"),
    [
        (80, "caddy", False, True),
        (80, "nginx", True, False),
        (8000, "gunicorn", True, True),
        (8000, "gunicorn", False, False),  # such as make run's
    ],
)
def test_a_port_that_another_holds_is_named(tmp_path, port, holder, is_ours, passes):
    line = f'LISTEN 0 128 127.0.0.1:{port} 0.0.0.0:* users:(("{holder}",pid=1,fd=5))'
    commands = f"""
        ss() {{ [ "$2" != "sport = :{port}" ] || echo '{line}'; }}
        systemctl() {{ {str(is_ours).lower()}; }}
        check_ports; say right"""
    done = run(tmp_path, commands, **GIVEN)
    assert done.stdout == ("right\n" if passes else "")
    assert (f"Port {port} is {holder}'s" in done.stderr) != passes


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


@pytest.mark.parametrize(
    "hosts", ["a.example, digits.example", ".digits.example", ".example"]
)
def test_hosts_that_include_the_domain_are_taken(tmp_path, hosts):
    (tmp_path / "env").write_text(f"ALLOWED_HOSTS={hosts}\n")
    assert run(tmp_path, CHECK, **GIVEN).stdout == "right\n"


@pytest.mark.parametrize(
    ("place", "paths"),
    [("/mnt/50%/x", 'ReadWritePaths="-/mnt/50%%/x"\n'), ("s3://bucket/x", "")],
)
def test_services_may_write_where_backups_go(tmp_path, place, paths):
    (tmp_path / "env").write_text(f"BACKUP_TO={place}\n")
    assert run(tmp_path, "allow_backups").stdout == f"[Service]\n{paths}"


def test_manage_sees_what_services_see(tmp_path):
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nenv\n")
    python.chmod(0o755)
    commands = f'runuser() {{ shift 3; "$@"; }}; manage {tmp_path} check'
    done = run(tmp_path, commands, STATE="/state", DATABASE_URL="", DEBUG="1")
    names = {line.partition("=")[0] for line in done.stdout.splitlines()}
    assert "HOME" in names
    assert not {"DATABASE_URL", "DEBUG"} & names


def test_a_release_unpacked_for_root_alone_can_be_read(tmp_path):
    for name in ("file", "program"):
        (tmp_path / name).touch(mode=0o600)
    (tmp_path / "program").chmod(0o700)
    listed = run(tmp_path, "pack_source | tar -tv", SOURCE=str(tmp_path)).stdout
    modes = dict(line.split()[::5] for line in listed.splitlines())
    assert modes == {
        "drwxr-xr-x": "./",
        "-rw-r--r--": "./file",
        "-rwxr-xr-x": "./program",
    }


def test_releases_in_a_folder_that_is_a_link_stay(tmp_path):
    releases = tmp_path / "disk" / "releases"
    for name in ("1", "2", "3"):
        (releases / name).mkdir(parents=True)
    (tmp_path / "opt").symlink_to("disk")
    commands = """
        start_services() { :; }
        for name in 2 3 3; do switch_to "$OPT/releases/$name"; done
        remove_old_releases"""
    done = run(tmp_path, commands, OPT=str(tmp_path / "opt"))
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in releases.iterdir()) == ["2", "3"]
    assert (tmp_path / "opt" / "previous").resolve() == releases / "2"


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
