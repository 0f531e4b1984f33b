"""The Dockerfile: what it copies, sets and starts is there. bench.image executes it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

from digitsite.release import VERSION
from tests.support.deployment import ROOT, known_settings, procfile_commands, text

OF_THE_SYSTEM = {"PATH"}


@pytest.fixture(scope="module")
def instructions():
    parser = DockerfileParser(str(ROOT / "Dockerfile"))
    return [step for step in parser.structure if step["instruction"] != "COMMENT"]


def values(instructions, name):
    return [step["value"] for step in instructions if step["instruction"] == name]


def test_hadolint_finds_nothing():
    hadolint = Path(sys.executable).parent / "hadolint"
    run = subprocess.run(
        [hadolint, ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "")


def test_each_copied_path_exists_and_is_sent_to_the_engine(instructions):
    sent = {line[1:] for line in text(".dockerignore").split() if line[0] == "!"}
    copies = [copy.split() for copy in values(instructions, "COPY")]
    sources = [
        source
        for copy in copies
        if not copy[0].startswith("--from")
        for source in copy[:-1]
    ]
    assert sources
    for source in sources:
        assert (ROOT / source).exists()
        assert source.partition("/")[0] in sent


def test_each_variable_is_a_setting(instructions):
    variables = {
        word.partition("=")[0]
        for value in values(instructions, "ENV")
        for word in value.split()
    }
    assert variables - OF_THE_SYSTEM <= known_settings()


def test_translations_of_each_language_stay(settings):
    kept = re.findall(r"! -path '\*/locale/(\w+)/\*'", text("Dockerfile"))
    assert kept == sorted(code for code, _ in settings.LANGUAGES)


def test_it_starts_what_the_procfile_starts(instructions):
    started = [json.loads(command) for command in values(instructions, "CMD")[-2:]]
    commands = procfile_commands()
    assert started == [commands["web"], commands["worker"]]


def test_each_image_runs_as_a_user_with_a_number_of_its_own(instructions):
    stages = {}
    for step in instructions:
        if step["instruction"] == "FROM":
            stage = step["value"].split()[-1]
        if step["instruction"] == "USER":
            stages[stage] = step["value"]
    assert stages == dict.fromkeys(["web", "worker", "train"], "10001:10001")


def test_its_version_is_the_releases(instructions):
    assert f"VERSION={VERSION}" in values(instructions, "ARG")
