"""deploy/kubernetes: valid, restricted, and what it names is there."""

import re
import shutil
import subprocess

import pytest
import yaml
from django.urls import resolve

from digitsite.processes import GRACE
from digitsite.release import VERSION
from tests.support.deployment import (
    ROOT,
    graceful_seconds,
    known_settings,
    procfile_commands,
    text,
)

FOLDER = ROOT / "deploy/kubernetes"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
FILES = [*KUSTOMIZATION["resources"], "train/train.yaml"]
RESOURCES = {
    f"{resource['kind']}/{resource['metadata']['name']}": resource
    for file in FILES
    for resource in yaml.safe_load_all((FOLDER / file).read_text())
}


def pod(resource):
    """What it says of its pods, if it has any."""
    spec = resource["spec"]
    spec = spec.get("jobTemplate", {}).get("spec", spec)
    return spec["template"]["spec"]


PODS = {
    resource["metadata"]["name"]: pod(resource)
    for resource in RESOURCES.values()
    if resource["kind"] in ("Deployment", "Job", "CronJob")
}


@pytest.mark.parametrize("name", RESOURCES)
def test_it_is_what_the_api_of_kubernetes_describes(name):
    import kubernetes_validate  # seconds, which each test process would take

    kubernetes_validate.validate(RESOURCES[name], "1.37", strict=True)


def test_each_file_is_part_of_the_whole():
    files = {str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.yaml")}
    assert files == {*FILES, "kustomization.yaml", "train/kustomization.yaml"}


@pytest.mark.skipif(not shutil.which("kubectl"), reason="kubectl puts them together")
def test_kubectl_puts_all_of_it_together():
    command = ["kubectl", "kustomize", FOLDER]
    built = list(yaml.safe_load_all(subprocess.check_output(command)))
    kinds = [resource["kind"] for resource in built]
    assert len(built) == len(RESOURCES)  # without train, with the settings
    assert {"ConfigMap", "Ingress", "NetworkPolicy"} <= set(kinds)


@pytest.mark.parametrize("name", PODS)
def test_a_pod_can_do_nothing_but_its_work(name):
    (container,) = PODS[name]["containers"]
    assert PODS[name]["automountServiceAccountToken"] is False
    assert PODS[name]["securityContext"]["runAsNonRoot"] is True
    assert PODS[name]["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault"
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"]["requests"]["memory"]
    assert container["resources"]["limits"]["memory"]


def test_each_setting_is_one():
    names = re.findall(r"^([A-Z_]+)=", text("deploy/kubernetes/settings.env"), re.M)
    assert names
    assert set(names) <= known_settings()


def test_it_starts_what_the_procfile_starts():
    commands = procfile_commands()
    started = {name: pod["containers"][0].get("command") for name, pod in PODS.items()}
    assert started["web"] is started["worker"] is None  # the image's own
    assert started["beat"] == commands["beat"]
    assert started["train"] == [*commands["worker"], "-Q", "train"]


def test_its_images_are_those_of_the_release():
    images = {image["name"]: image["newTag"] for image in KUSTOMIZATION["images"]}
    used = {pod["containers"][0]["image"] for pod in PODS.values()}
    assert images == dict.fromkeys(used, VERSION)


def test_a_pod_has_the_time_to_end_that_it_needs():
    (web,) = PODS["web"]["containers"]
    pause = int(web["lifecycle"]["preStop"]["exec"]["command"][1])
    needed = pause + graceful_seconds()
    assert PODS["web"]["terminationGracePeriodSeconds"] > needed
    for name in ("worker", "train"):
        assert PODS[name]["terminationGracePeriodSeconds"] > GRACE


def test_the_probes_ask_addresses_that_the_site_has():
    (web,) = PODS["web"]["containers"]
    paths = [web[f"{kind}Probe"]["httpGet"]["path"] for kind in ("liveness", "startup")]
    assert paths == ["/livez", "/livez"]
    assert web["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert {resolve(path).url_name for path in (*paths, "/readyz")}
