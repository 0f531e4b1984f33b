"""The dashboard asks for nothing that /metrics does not have."""

import json
import re

import pytest
import yaml
from django.conf import settings
from prometheus_client.parser import text_string_to_metric_families

from recognizer.drawings.recognition import recognise
from recognizer.monitoring.metrics import row_numbers
from tests.support.drawings import SEVEN, png
from tests.support.metrics import run_promtool

MONITORING = settings.BASE_DIR / "deploy" / "monitoring"
DASHBOARD = json.loads((MONITORING / "grafana" / "digitsite.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
OF_PROMETHEUS = {"up": {"job"}}
ADDED = {"instance", "job", "le", "pid"}  # by Prometheus and gunicorn, or of a bucket


def expressions():
    annotations = DASHBOARD["annotations"]["list"]
    targets = [target for panel in PANELS for target in panel["targets"]]
    raw = [source["expr"] for source in (*targets, *annotations)]
    return [text.replace("$__rate_interval", "5m") for text in raw]


@pytest.fixture
def labels_by_name(db, client):
    """Each name of a sample that /metrics may have, with its labels."""
    recognise(png(SEVEN))
    client.get("/livez")  # a request that is counted
    row_numbers.forget()
    text = client.get("/metrics").content.decode()
    names = dict(OF_PROMETHEUS)
    for family in text_string_to_metric_families(text):
        # The labels of what has not happened yet are unknown.
        names |= dict.fromkeys((family.name, f"{family.name}_total"))
        for sample in family.samples:
            names[sample.name] = set(sample.labels)
    return names


def test_each_expression_names_what_the_site_shows(labels_by_name):
    for expression in expressions():
        names = re.findall(r"digitsite_\w+|\bup\b", expression)
        assert names
        assert set(names) <= labels_by_name.keys(), expression
        known = [labels_by_name[name] for name in names]
        if None not in known:
            assert labels_in(expression) <= ADDED.union(*known), expression


def labels_in(expression):
    """Those that it selects or groups by."""
    groups = re.findall(r"\bby \(([^)]*)\)", expression)
    grouped = {name.strip() for group in groups for name in group.split(",")}
    return grouped | set(re.findall(r"(\w+)=~?\"", expression))


def test_each_legend_names_a_label_of_its_expression():
    for panel in PANELS:
        for target in panel["targets"]:
            named = set(re.findall(r"{{(\w+)}}", target["legendFormat"]))
            grouped = labels_in(target["expr"])
            assert named <= grouped | {"instance", "release", "version"}, panel["title"]


def test_prometheus_can_read_each_expression(tmp_path):
    rules = [
        {"record": f"panel:{number}", "expr": expression}
        for number, expression in enumerate(expressions())
    ]
    groups = {"groups": [{"name": "dashboard", "rules": rules}]}
    (tmp_path / "rules.yml").write_text(yaml.safe_dump(groups))
    status, output = run_promtool("check", "rules", tmp_path / "rules.yml")
    assert status == 0, output


def test_panels_have_ids_and_places_of_their_own():
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    places = [
        (panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]
    ]
    assert len(set(ids)) == len(ids)
    assert len(set(places)) == len(places)


def test_grafana_and_prometheus_find_their_files():
    for name in ("dashboards.yml", "datasource.yml"):
        text = (MONITORING / "grafana" / name).read_text()
        assert yaml.safe_load(text)["apiVersion"] == 1
    status, output = run_promtool("check", "config", MONITORING / "prometheus.yml")
    assert status == 0, output
    assert "1 rule files found" in output
