"""Each problem's type is an address that shows its line of docs/api.md."""

import re
from pathlib import Path

import pytest
from django.test import Client

from digitsite.problem_types import TYPES

DOCS = Path(__file__).parents[2] / "docs/api.md"
ROW = re.compile(r"^\| (\d{3}) \| `([a-z-]+)` \| (.+) \|$", re.MULTILINE)


def test_the_docs_have_the_same_table():
    of_docs = [(int(code), *cells) for code, *cells in ROW.findall(DOCS.read_text())]
    assert of_docs == [(k.code, k.slug, str(k.meaning)) for k in TYPES.values()]


def test_a_problem_leads_to_its_line(db):
    reply = Client().get("/api/nowhere").json()
    assert reply["type"] == "http://testserver/api/problems/not-found/"
    assert reply["title"] == "Not found"
    page = Client().get(reply["type"], headers={"Accept-Language": "de"})
    assert page.status_code == 200
    assert "not-found" in page.content.decode()
    assert '<html lang="de"' in page.content.decode()


def test_all_lines_stand_on_one_page(db):
    page = Client().get("/api/problems/").content.decode()
    assert all(f"<code>{slug}</code>" in page for slug in TYPES)


@pytest.mark.parametrize("path", ["/api/problems/nonesuch/", "/api/problems/.../"])
def test_there_are_no_others(db, path):
    reply = Client().get(path)
    assert (reply.status_code, reply.json()["status"]) == (404, 404)


def test_whoever_asks_by_a_wrong_name_is_told_the_path_alone(db):
    reply = Client().get("/api/nowhere", headers={"Host": "evil.example"})
    assert reply.json()["type"] == "/api/problems/wrong-host/"
