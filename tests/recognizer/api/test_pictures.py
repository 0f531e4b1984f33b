"""How a picture may be written in a request, and which fault a refusal names."""

import base64
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ml.preprocessing.errors import BadImage
from recognizer.api.pictures import PictureField
from tests.support.drawings import SEVEN, data_url, png

URL = "/api/v1/predictions/"
FORM = "application/x-www-form-urlencoded"
# All 64 letters of base64, and one byte more, so that padding is due.
PICTURE = bytes(range(256)) + b"!"
BODY = base64.b64encode(PICTURE).decode()
HEAD = "data:image/png;base64,"


def read(data):
    return PictureField().run_validation(data)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + BODY,
        HEAD + base64.encodebytes(PICTURE).decode(),  # Android's Base64.DEFAULT
        HEAD + base64.encodebytes(PICTURE).decode().replace("\n", "\r\n"),
        HEAD + BODY.rstrip("="),
        HEAD + quote(BODY, safe=""),
        HEAD + quote(base64.encodebytes(PICTURE)),
        HEAD + BODY.replace("+", " "),  # a form that is not percent-encoded
        HEAD + base64.urlsafe_b64encode(PICTURE).decode(),
        f" {HEAD} {BODY}\t\n",
        f"DATA:IMAGE/PNG;BASE64,{BODY}",
        f"data:image/png;charset=utf-8;name=a.png;base64,{BODY}",
        f"data:;base64,{BODY}",
        f"data:application/octet-stream;base64,{BODY}",
        BODY,
        base64.encodebytes(PICTURE).decode(),
    ],
)
def test_base64_is_read_as_browsers_and_programs_write_it(text):
    assert read(text) == PICTURE


NO_DATA_URL, NO_BASE64 = "Send the picture as a data URL", "The picture is not base64"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (7, NO_DATA_URL),
        (["x"], NO_DATA_URL),
        ("https://example.org/1,2.png", NO_DATA_URL),
        ("", "The picture is empty"),
        (HEAD, "The picture is empty"),
        ("seven", NO_BASE64),
        ("https://example.org/seven.png", NO_BASE64),
        ("data:image/svg+xml;utf8,<svg/>", NO_BASE64),
        (HEAD + "%%%", NO_BASE64),
        (HEAD + "\u0667" * 8, NO_BASE64),
        (HEAD + "\ud800" * 8, NO_BASE64),
        (HEAD + BODY[:-3], NO_BASE64),  # one letter too many
        (SimpleUploadedFile("empty.png", b""), "The file is empty."),
    ],
)
def test_a_refusal_names_the_fault(data, fault):
    with pytest.raises(BadImage, match=fault):
        read(data)


@pytest.mark.database
def test_androids_base64_is_recognised_in_json_and_in_a_form(api):
    picture = HEAD + base64.encodebytes(png(SEVEN)).decode()
    answers = [
        api.post(URL, {"image": picture}, format="json"),
        api.post(URL, urlencode({"image": picture}), content_type=FORM),
        api.post(URL, urlencode({"image": picture}, safe="+"), content_type=FORM),
    ]
    assert [answer.json()["digit"] for answer in answers] == [7, 7, 7]


@pytest.mark.database
@pytest.mark.parametrize("image", ["seven", "data:text/plain,7", "", 7, None, ["x"]])
def test_what_is_no_picture_is_refused_in_a_sentence(api, image):
    response = api.post(URL, {"image": image}, format="json")
    assert response.status_code == 400
    assert response.json()["detail"].startswith(("Send", "The picture is"))


@pytest.mark.database
def test_a_data_url_in_another_field_is_told_which_field(api):
    response = api.post(URL, {"file": data_url(png(SEVEN))}, format="json")
    assert response.json()["detail"] == "Send the picture in the field 'image'."
