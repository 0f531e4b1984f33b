"""What a browser asks for to install the site, and robots to go round it."""

import io
import json
import re

import pytest
from PIL import Image

pytestmark = pytest.mark.database


def body(response):
    return b"".join(response)


def test_the_manifest_speaks_the_visitors_language(client):
    address = "/manifest.webmanifest"
    manifest = client.get(address, headers={"Accept-Language": "de"}).json()
    assert manifest["lang"] == "de"
    assert manifest["description"].startswith("Eine Ziffer oder Zahl zeichnen")
    assert manifest["start_url"] == manifest["scope"] == "/"


def test_its_icons_are_as_large_as_it_says(client):
    for icon in client.get("/manifest.webmanifest").json()["icons"]:
        image = Image.open(io.BytesIO(body(client.get(icon["src"]))))
        assert icon["sizes"] == f"{image.width}x{image.height}"


@pytest.mark.parametrize("name", ["favicon.ico", "apple-touch-icon.png"])
def test_icons_lie_where_browsers_look_for_them(client, name):
    assert Image.open(io.BytesIO(body(client.get(f"/{name}")))).width in (48, 180)


def test_robots_may_read_that_a_drawing_is_not_to_be_indexed(client):
    rules = body(client.get("/robots.txt")).decode()
    assert "Disallow: /api/\n" in rules
    assert "/drawings/" not in rules
    assert "admin" not in rules  # nobody need learn where it is


def test_the_worker_is_asked_for_anew_and_names_files_that_exist(client):
    response = client.get("/sw.js")
    assert response["Cache-Control"] == "no-cache"
    script = response.content.decode()
    files = json.loads(re.search(r"self.files = (\[.*\]);", script)[1])
    assert len(files) > 10
    for address in [*files, *re.findall(r'importScripts\("(.+)"\)', script)]:
        assert client.get(address).status_code == 200
