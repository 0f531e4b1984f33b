"""Prometheus's text as a dictionary, and Prometheus's own tool."""

import subprocess

from prometheus_client.parser import text_string_to_metric_families

from tests.support.programs import need_program


def read_samples(text):
    """{(name, *values of its labels, by the labels' names): number}"""
    families = text_string_to_metric_families(text)
    samples = (sample for family in families for sample in family.samples)
    return {(s.name, *map(s.labels.get, sorted(s.labels))): s.value for s in samples}


def run_promtool(*arguments, **options):
    """Its exit status and output; skips the test without it, or fails in CI."""
    need_program("promtool", "prometheus")
    checked = subprocess.run(
        ["promtool", *arguments], capture_output=True, text=True, check=False, **options
    )
    return checked.returncode, checked.stdout + checked.stderr
