"""The files that Heroku reads: they name what there is, by Heroku's published rules."""

import json
import re
import runpy
import shlex

import pytest
import yaml

from tests.support.deployment import ROOT, known_settings, procfile_commands, text

APP = json.loads(text("app.json"))
CONTAINERS = yaml.safe_load(text("heroku.yml"))
OF_DJANGO = r"DJANGO_SUPERUSER_\w+"  # what createsuperuser reads
# https://devcenter.heroku.com/articles/app-json-schema, as of 2026-11
KEYS = {
    *("name", "description", "keywords", "stack", "buildpacks", "addons"),
    *("formation", "env", "scripts"),
}
ENV_KEYS = {"description", "value", "required", "generator"}
SIZES = {"eco", "basic", "standard-1x", "standard-2x", "performance-m"}


def settings_of_app():
    """What app.json gives the app, by name."""
    return {name: entry.get("value") for name, entry in APP["env"].items()}


def test_app_json_has_what_heroku_knows():
    assert set(APP) <= KEYS
    assert re.fullmatch(r"heroku-\d+", APP["stack"])
    assert len(APP["name"]) <= 30
    assert len(APP["description"]) <= 140
    for entry in APP["env"].values():
        assert set(entry) <= ENV_KEYS
        assert entry.get("generator", "secret") == "secret"
        assert ("value" in entry) != ("generator" in entry)
    for process in APP["formation"].values():
        assert process["size"] in SIZES
        assert process["quantity"] == 1


@pytest.mark.parametrize("names", [APP["env"], CONTAINERS["setup"]["config"]])
def test_only_settings_that_exist_are_set(names):
    assert not {name for name in names if not re.fullmatch(OF_DJANGO, name)} - (
        known_settings()
    )


def test_the_settings_start_the_site(monkeypatch):
    for name, value in settings_of_app().items():
        monkeypatch.setenv(name, value if value is not None else "0123456789ab" * 4)
    monkeypatch.setenv("REDIS_URL", "rediss://:secret@redis.example:6380")
    monkeypatch.delenv("CACHE_URL", raising=False)
    settings = runpy.run_path(str(ROOT / "digitsite" / "settings.py"))
    assert settings["HOST"] == "[::]"
    assert settings["SECURE_PROXY_SSL_HEADER"]
    assert settings["BROKER_URL"] == settings["CACHE_URL"]
    assert settings["CACHES"]["default"]["OPTIONS"]["ssl_cert_reqs"] == "none"


def test_every_process_is_one_of_the_procfile():
    assert set(APP["formation"]) <= set(procfile_commands())


def test_what_is_started_is_there():
    commands = procfile_commands()
    commands["postdeploy"] = shlex.split(APP["scripts"]["postdeploy"])
    for program, *arguments in commands.values():
        assert program in ("python", "gunicorn", "celery")
        if program == "python":
            assert (ROOT / arguments[0]).exists()


def test_containers_are_started_as_the_procfile_says():
    commands = procfile_commands()
    for name, command in CONTAINERS["run"].items():
        assert command.split() == commands[name]
    assert [c.split() for c in CONTAINERS["release"]["command"]] == [
        commands["release"]
    ]


def test_both_ways_set_the_same():
    by_buildpack = settings_of_app()
    for name, value in CONTAINERS["setup"]["config"].items():
        assert by_buildpack[name] == value


def test_images_are_stages_of_the_dockerfile():
    stages = re.findall(r"^FROM \S+ AS (\w+)", text("Dockerfile"), re.MULTILINE)
    for image in CONTAINERS["build"]["docker"].values():
        assert image["target"] in stages


def test_the_slug_leaves_out_what_there_is():
    names = [line[1:] for line in text(".slugignore").splitlines() if line[:1] == "/"]
    assert names
    for name in names:
        assert (ROOT / name).is_dir()


def test_one_python_is_named_that_the_site_supports():
    (version,) = text(".python-version").split()
    assert re.fullmatch(r"3\.1[1-4]", version)
