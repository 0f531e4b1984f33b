"""Each alert fires when it should, is quiet when not, and has its lines of advice."""

import re

import pytest
import yaml
from django.conf import settings

from recognizer.monitoring.metrics import row_numbers
from tests.support.metrics import run_promtool

MONITORING = settings.BASE_DIR / "deploy" / "monitoring"
TESTS = sorted(MONITORING.glob("*_test.yml"))
GUIDE = settings.BASE_DIR / "docs" / "monitoring.md"
GROUPS = yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"]
ALERTS = {rule["alert"]: rule for group in GROUPS for rule in group["rules"]}


def test_prometheus_reads_them():
    status, output = run_promtool("check", "rules", MONITORING / "alerts.yml")
    assert status == 0, output


def test_they_fire_and_are_quiet_as_their_tests_say():
    status, output = run_promtool("test", "rules", *TESTS)
    assert status == 0, output


def test_each_is_tested_both_ways():
    files = [yaml.safe_load(path.read_text()) for path in TESTS]
    tests = [test for file in files for test in file["tests"]]
    cases = [case for test in tests for case in test["alert_rule_test"]]
    ways = {(case["alertname"], bool(case["exp_alerts"])) for case in cases}
    assert ways == {(name, fires) for name in ALERTS for fires in (True, False)}


@pytest.mark.django_db
def test_they_are_about_metrics_that_there_are(client):
    row_numbers.forget()
    text = client.get("/metrics").content.decode()
    for name, rule in ALERTS.items():
        for metric in re.findall(r"digitsite_\w+", rule["expr"]):
            family = re.sub("_(count|bucket)$", "", metric)
            assert f"# TYPE {family} " in text, f"{name} asks for {metric}"


@pytest.mark.parametrize("name", ALERTS)
def test_each_says_where_its_runbook_is(name):
    annotations = ALERTS[name]["annotations"]
    assert annotations["runbook_url"] == f"docs/monitoring.md#{name.lower()}"
    heading = rf"^### {name}\n\n(?!#)\S"  # and what to do
    assert re.search(heading, GUIDE.read_text(), re.MULTILINE)
    assert ALERTS[name]["labels"]["severity"] in ("page", "ticket")
