"""The network's page: kept for a version, but not for a language."""

import pytest
from django.test import Client

from tests.support.html import parse

pytestmark = pytest.mark.database


def test_each_visitor_reads_the_examples_in_their_language(db):
    for language, word in [("de", "Sieben"), ("en", "Seven"), ("de", "Sieben")]:
        wanted = {"Accept-Language": language}
        page = parse(Client().get("/about/network/", headers=wanted))
        assert word in page.one("ul", class_="examples").text
