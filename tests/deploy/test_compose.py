"""compose.yaml: hardened, and what it names is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from digitsite.processes import GRACE
from digitsite.release import VERSION
from tests.support.deployment import (
    ROOT,
    graceful_seconds,
    known_settings,
    procfile_commands,
    text,
)

OWN = ["migrate", "web", "worker", "train", "beat"]


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load(text("compose.yaml"))["services"]


def test_compose_lint_finds_nothing():
    lint = [Path(sys.executable).parent / "compose-lint", "check", "--quiet"]
    config = ROOT / "deploy/containers/compose-lint.yml"
    options = ["--fail-on", "low", "--strict-config", "--config", config]
    run = subprocess.run(
        [*lint, *options, ROOT / "compose.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("name", OWN)
def test_each_variable_is_a_setting(services, name):
    assert services[name]["environment"].keys() <= known_settings()


@pytest.mark.parametrize("name", OWN)
def test_its_images_are_those_of_the_release(services, name):
    assert services[name]["image"].endswith(f":{VERSION}")


def test_its_targets_are_stages_of_the_dockerfile(services):
    built = [service for service in services.values() if "build" in service]
    targets = {service["build"]["target"] for service in built}
    assert targets == {"web", "worker", "train"}
    for target in targets:
        assert f" AS {target}\n" in text("Dockerfile")


def test_its_proxy_logs_no_addresses_as_that_of_one_machine():
    log = re.compile(r"\tlog \{\n.*?\n\t\}\n", re.DOTALL)
    (fields,) = log.findall(text("deploy/containers/Caddyfile"))
    assert "client_ip delete" in fields
    assert log.findall(text("deploy/machine/caddy/Caddyfile")) == [fields]


def test_it_starts_what_the_procfile_starts(services):
    commands = procfile_commands()
    assert services["beat"]["command"] == commands["beat"]
    assert services["train"]["command"] == [*commands["worker"], "-Q", "train"]
    assert "command" not in services["web"]  # the image's own
    assert "command" not in services["worker"]


def test_each_has_the_time_to_end_that_it_asks_for(services):
    for name, needed in (("web", graceful_seconds()), ("worker", GRACE)):
        assert int(services[name]["stop_grace_period"].removesuffix("s")) > needed


def test_the_world_reaches_caddy_alone(services):
    published = [name for name, service in services.items() if "ports" in service]
    outside = [
        name for name, service in services.items() if "outside" in service["networks"]
    ]
    assert published == ["caddy"]
    assert outside == ["caddy", "worker"]  # which sends backups to S3


def test_every_file_that_is_mounted_exists(services):
    mounts = [
        mount.partition(":")[0]
        for service in services.values()
        for mount in service.get("volumes", [])
        if mount.startswith("./")
    ]
    assert mounts == ["./deploy/containers/Caddyfile"]
    assert (ROOT / mounts[0]).exists()
