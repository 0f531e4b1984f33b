"""Prometheus's text as a dictionary."""

from prometheus_client.parser import text_string_to_metric_families


def read_samples(text):
    """{(name, *values of its labels, by the labels' names): number}"""
    families = text_string_to_metric_families(text)
    samples = (sample for family in families for sample in family.samples)
    return {(s.name, *map(s.labels.get, sorted(s.labels))): s.value for s in samples}
