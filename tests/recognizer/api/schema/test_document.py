"""GET /api/schema/: the OpenAPI document, valid and whole."""

import subprocess
import sys

import pytest
import yaml
from drf_spectacular.drainage import GENERATOR_STATS
from openapi_spec_validator import validate

from recognizer.api.schema.document import Generator
from recognizer.models import Scope
from tests.support.keys import bearer, client_with
from tests.support.openapi import DOCUMENT

URL = "/api/schema/"
pytestmark = pytest.mark.django_db


def test_the_document_is_valid_openapi():
    validate(DOCUMENT)
    assert DOCUMENT["openapi"] == "3.1.0"


def test_each_method_of_each_address_is_described():
    Generator().get_schema()
    assert not GENERATOR_STATS  # no warning of a guess
    operations = [o for path in DOCUMENT["paths"].values() for o in path.values()]
    assert len(operations) > 10
    assert all("summary" in operation for operation in operations)


def test_it_comes_as_json_or_yaml(client):
    assert client.get(URL).json() == DOCUMENT
    as_yaml = client.get(URL, {"format": "yaml"})
    assert as_yaml["Content-Type"] == "application/yaml"
    assert yaml.safe_load(as_yaml.content)["paths"].keys() == DOCUMENT["paths"].keys()
    accepted = client.get(URL, headers={"Accept": "application/vnd.oai.openapi"})
    assert accepted.content == as_yaml.content


def test_it_is_asked_for_once(client):
    etag = client.get(URL)["ETag"]
    assert client.get(URL, headers={"If-None-Match": etag}).status_code == 304


def test_another_method_is_a_problem(client):
    assert client.post(URL)["Content-Type"] == "application/problem+json"


def test_a_server_does_not_load_what_only_the_document_needs():
    program = (
        "import django, sys; django.setup(); import digitsite.urls;"
        "print({'drf_spectacular.generators', 'jsonschema'} & sys.modules.keys())"
    )
    assert subprocess.check_output([sys.executable, "-c", program]) == b"set()\n"


def test_a_cache_that_all_share_keeps_the_document_and_no_refusal(client):
    assert "public" in client.get(URL)["Cache-Control"]
    refused = bearer("dsk_" + "0" * 64).get(URL)
    assert refused.status_code == 401
    assert "Cache-Control" not in refused
    assert client_with(Scope.PREDICT)[0].get(URL).status_code == 200
