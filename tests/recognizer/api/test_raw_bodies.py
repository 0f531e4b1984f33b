"""POST /api/v1/predictions/ with a body that is the picture itself."""

import pytest
from rest_framework.test import APIClient

from recognizer.models import Drawing
from tests.support.drawings import BLACK, SEVEN, WHITE, draw, encode, png

URL = "/api/v1/predictions/"
FORM = "application/x-www-form-urlencoded"  # as `curl --data-binary` calls anything
pytestmark = pytest.mark.django_db


def send(body, kind):
    return APIClient().generic("POST", URL, body, kind)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("kind", ["itself", "application/octet-stream", FORM])
def test_a_picture_is_a_body(format, kind):
    picture = encode(draw(SEVEN, colour=BLACK, paper=WHITE, mode="RGB"), format)
    kind = f"image/{format.lower()}" if kind == "itself" else kind
    reply = send(picture, kind)
    assert (reply.status_code, reply.json()["digit"]) == (201, 7)


def test_the_bytes_tell_the_type_and_not_the_header():
    assert send(png(SEVEN), "image/jpeg").status_code == 201


def test_another_kind_of_picture_is_called_by_its_name():
    reply = send(b"GIF89a" + bytes(100), "image/gif")
    assert reply.status_code == 400
    assert "GIF" in reply.json()["detail"]


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream"])
def test_an_empty_body_is_no_picture(kind):
    reply = APIClient().generic("POST", URL, b"", kind, CONTENT_LENGTH="0")
    assert reply.status_code == 400
    assert reply.json()["detail"] == "Send the picture in the field 'image'."


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "video/mp4"])
def test_another_type_is_told_what_to_send(kind):
    reply = send(png(SEVEN), kind)
    assert reply.status_code == 415
    assert "image/png, image/jpeg or image/webp" in reply.json()["detail"]


def test_a_body_of_no_length_is_asked_for_one():
    reply = APIClient().generic("POST", URL, b"", "image/png")
    assert reply.status_code == 411
    assert "Content-Length" in reply.json()["detail"]
    assert not Drawing.objects.exists()


def test_a_claim_is_no_picture(api):
    url = api.post(URL, png(SEVEN), content_type="image/png").json()["url"]
    reply = api.generic("POST", url + "claim/", png(SEVEN), "image/png")
    assert (reply.status_code, reply.json()["detail"]) == (415, "Send JSON or a form.")
