"""What is installed is locked: each package in one version, with its hashes."""

import re
from pathlib import Path

import pytest

FOLDER = Path("requirements")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", re.MULTILINE)
WIDER = [("serve", "train"), ("serve", "s3"), ("train", "dev")]


def pins(name):
    """The versions in a file, by the name as package indexes compare it."""
    text = (FOLDER / name).read_text()
    return {re.sub("[._-]+", "-", n).lower(): v for n, v in PIN.findall(text)}


@pytest.mark.parametrize("name", ["serve", "s3", "train", "dev"])
def test_each_direct_pin_is_what_is_locked(name):
    direct = pins(f"{name}.in")
    assert direct
    assert direct.items() <= pins(f"{name}.txt").items(), "Run make lock."


def test_what_the_library_needs_is_locked_for_serving():
    assert pins("read.in").items() <= pins("serve.txt").items(), "Run make lock."


@pytest.mark.parametrize(("narrow", "wide"), WIDER)
def test_tests_run_with_the_very_packages_that_serve(narrow, wide):
    assert pins(f"{narrow}.txt").items() <= pins(f"{wide}.txt").items()


@pytest.mark.parametrize("name", ["serve", "s3", "train", "dev"])
def test_each_locked_package_has_hashes(name):
    text = re.sub(r"#.*", "", (FOLDER / f"{name}.txt").read_text())
    packages = [line for line in re.split(r"\n(?=\w)", text.strip()) if line]
    assert [p for p in packages if "--hash=sha256:" not in p] == []


def test_serving_needs_no_tensorflow():
    assert not {"tensorflow", "keras"} & pins("serve.txt").keys()
    lines = Path("requirements.txt").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "-r requirements/serve.txt"
    ]
