"""GET <url>picture/ and <url>tile/: a visitor's own drawing as images."""

import io

import pytest
from PIL import Image
from rest_framework.test import APIClient

from recognizer.models import Drawing
from tests.support.drawings import BLACK, SEVEN, WHITE, data_url, draw, encode, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]
IMAGES = ["picture/", "tile/"]


def post(api, picture):
    body = {"image": data_url(picture)}
    return api.post("/api/v1/predictions/", body, format="json").json()["url"]


@pytest.fixture
def url(api):
    return post(api, png(SEVEN))


def test_the_picture_comes_as_it_was_sent(api, url):
    response = api.get(url + "picture/")
    assert response.content == png(SEVEN)
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("format", ["JPEG", "WEBP"])
def test_a_picture_has_its_own_type(api, format):
    page = draw(SEVEN, colour=BLACK, paper=WHITE, mode="RGB")
    url = post(api, encode(page, format))
    assert api.get(url + "picture/")["Content-Type"] == f"image/{format.lower()}"


def test_the_tile_is_a_png(api, url):
    response = api.get(url + "tile/")
    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).size == (28, 28)


@pytest.mark.parametrize("image", IMAGES)
def test_a_browser_keeps_an_image_and_asks_whether_it_still_may(api, url, image):
    response = api.get(url + image)
    rules = set(response["Cache-Control"].split(", "))
    assert rules == {"private", "no-cache"}
    known = {"If-None-Match": response["ETag"]}
    again = api.get(url + image, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    api.delete(url)
    assert api.get(url + image, headers=known).status_code == 404


@pytest.mark.parametrize("image", IMAGES)
def test_others_are_not_shown_it(url, image):
    response = APIClient().get(url + image)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("image", IMAGES)
def test_a_picture_that_cannot_be_read_any_more_is_not_found(api, url, image):
    Drawing.objects.update(picture=b"rust")
    assert api.get(url + image).status_code == 404


@pytest.mark.parametrize("image", IMAGES)
def test_the_last_slash_may_be_missing(api, url, image):
    assert api.get(url + image.removesuffix("/")).status_code == 200
