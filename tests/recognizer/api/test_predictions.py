"""POST /api/v1/predictions/: what goes in, what comes back, what is kept."""

import base64
import io
import json
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from PIL import Image

from ml.evaluation.made import made
from ml.inference.classifier import Answer, Classifier
from ml.preprocessing.memory import MOST, memory
from recognizer.models import Drawing, Prediction, Promotion
from tests.support.drawings import (
    BLACK,
    DIGITS,
    SEVEN,
    WHITE,
    blank_png,
    data_url,
    draw,
    encode,
    png,
)
from tests.support.mnist import digits

URL = "/api/v1/predictions/"
pytestmark = pytest.mark.database


def post(api, picture):
    return api.post(URL, {"image": data_url(picture)}, format="json")


def is_problem(response, status, detail):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert detail in body["detail"]
    return not Drawing.objects.exists()


def test_a_data_url_is_recognised_in_digits_and_words(api):
    response = post(api, png(SEVEN))
    answer = response.json()
    assert response.status_code == 201
    assert (answer["digit"], answer["word"], answer["version"]) == (7, "Seven", "base")
    assert len(answer["probabilities"]) == 11
    assert answer["confidence"] == max(answer["probabilities"])


def test_the_answer_is_the_likeliest_class_whatever_is_drawn(api):
    enlarged = (
        Image.fromarray(255 - digit).resize((280, 280)) for digit in digits().x[::5]
    )
    pictures = [png(strokes) for strokes in DIGITS.values()]
    pictures += [encode(page) for page in enlarged]
    pictures += [png(sample["strokes"]) for sample in made(40, seed=0)]
    answers = [post(api, picture).json() for picture in pictures]
    for answer in answers:
        shares = answer["probabilities"]
        likeliest = shares.index(max(shares))
        assert answer["digit"] == (None if likeliest == 10 else likeliest)
        assert answer["confidence"] == max(shares)
    assert {answer["digit"] for answer in answers} == {None, *range(10)}


def test_the_drawing_and_its_prediction_are_rows(api):
    picture = png(SEVEN)
    answer = post(api, picture).json()
    prediction = Prediction.objects.get(drawing=answer["id"])
    assert bytes(prediction.drawing.picture) == picture
    assert prediction.digit == 7
    assert prediction.version.name == "base"
    assert prediction.confidence == pytest.approx(answer["confidence"], abs=1e-6)


def test_a_file_in_a_form_is_recognised(api):
    file = SimpleUploadedFile("seven.png", png(SEVEN), "image/png")
    assert api.post(URL, {"image": file}, format="multipart").json()["digit"] == 7


def test_the_original_pages_form_field_is_recognised(client, db):
    # jQuery sent the data URL unescaped, and so '+' arrived as a space.
    body = urlencode({"image": data_url(png(SEVEN))}, safe="+")
    assert "+" in body
    response = client.post(URL, body, content_type="application/x-www-form-urlencoded")
    assert response.json()["digit"] == 7


@pytest.mark.parametrize("format", ["JPEG", "WEBP"])
def test_a_photo_of_a_digit_is_recognised(api, format):
    picture = encode(draw(SEVEN, colour=BLACK, paper=WHITE, mode="RGB"), format)
    assert post(api, picture).json()["digit"] == 7


def test_the_tile_is_a_picture_of_what_the_network_saw(api):
    head, _, body = post(api, png(SEVEN)).json()["tile"].partition(",")
    tile = Image.open(io.BytesIO(base64.b64decode(body)))
    assert head == "data:image/png;base64"
    assert (tile.size, tile.mode) == ((28, 28), "L")
    assert tile.getextrema()[1] > 200


def test_a_scribble_is_not_a_digit(api):
    grid = [[(0, y / 4), (1, y / 4)] for y in range(5)]
    grid += [[(x / 4, 0), (x / 4, 1)] for x in range(5)]
    answer = post(api, png(grid)).json()
    assert (answer["digit"], answer["word"]) == (None, "Not a digit")
    assert Prediction.objects.get().digit == 10


def test_an_empty_canvas_is_refused_and_not_kept(api):
    assert is_problem(post(api, blank_png()), 422, "The drawing is empty.")


def test_text_is_not_a_picture(api):
    assert is_problem(post(api, b"hello"), 400, "not a picture")


def test_half_a_picture_is_refused_and_not_kept(api):
    assert is_problem(post(api, png(SEVEN)[:700]), 400, "cut short")


@pytest.mark.parametrize(
    "body", ["{", "[]", "7", '"x"', "{}", "\x00", "[" * 100_000, '{"image":' * 100_000]
)
def test_json_without_an_image_is_refused(api, body):
    response = api.post(URL, body, content_type="application/json")
    assert is_problem(response, 400, ".")


def test_a_missing_field_is_named(api):
    response = api.post(URL, {"picture": "x"}, format="json")
    assert is_problem(response, 400, "Send the picture in the field 'image'.")


def test_too_many_bytes_are_refused(api, settings):
    settings.MAX_PICTURE_BYTES = 1000
    assert is_problem(post(api, png(SEVEN)), 413, "too large")


def test_too_many_pixels_are_refused(api):
    wide = encode(Image.new("1", (4097, 8)))
    assert is_problem(post(api, wide), 413, "4096 x 4096")


def test_json_may_begin_with_a_byte_order_mark(api):
    body = b"\xef\xbb\xbf" + json.dumps({"image": data_url(png(SEVEN))}).encode()
    response = api.generic("POST", URL, body, "application/json")
    assert response.status_code == 201


def test_another_content_type_is_refused(api):
    response = api.post(URL, "7", content_type="text/plain")
    assert is_problem(response, 415, "Send the picture itself")


def test_another_method_is_refused(api):
    assert api.put(URL).status_code == 405


def test_without_a_version_the_answer_is_503(api):
    Promotion.objects.all().delete()
    response = post(api, png(SEVEN))
    assert is_problem(response, 503, "No network")
    assert response["Retry-After"] == "5"


def test_a_logged_in_member_of_staff_can_draw_too(staff):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(staff)
    body = {"image": data_url(png(SEVEN))}
    assert browser.post(URL, body, content_type="application/json").status_code == 201


def test_any_accept_header_gets_json(api):
    body = {"image": data_url(png(SEVEN))}
    response = api.post(URL, body, format="json", headers={"Accept": "text/html"})
    assert response["Content-Type"] == "application/json"


def test_nothing_is_kept_when_the_prediction_cannot_be(api, monkeypatch):
    def answer_beyond_the_columns_limits(_classifier, probabilities):
        return Answer(7, 1.5, probabilities.tolist())

    monkeypatch.setattr(Classifier, "decide", answer_beyond_the_columns_limits)
    with pytest.raises(IntegrityError):
        post(api, png(SEVEN))
    assert not Drawing.objects.exists()


def test_metadata_is_not_kept(api):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    answer = post(api, encode(draw(SEVEN), "PNG", exif=exif)).json()
    kept = bytes(Drawing.objects.get(pk=answer["id"]).picture)
    assert b"home" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_large_picture_that_finds_no_room_is_asked_to_come_again(api, monkeypatch):
    monkeypatch.setattr("ml.preprocessing.memory.PATIENCE", 0.01)
    with memory.reserve(MOST):
        response = post(api, png(page=(1200, 1200), pen=40))
    assert is_problem(response, 503, "Too many large pictures at once")
    assert response["Retry-After"] == "5"


def test_a_canvas_never_waits_for_large_pictures(api):
    with memory.reserve(MOST):
        assert post(api, png(SEVEN)).status_code == 201
