"""A drawing's page: for whoever has its address, for no search engine."""

import io
import uuid

import pytest
from django.test import Client
from PIL import Image

from ml.preprocessing.memory import MOST, memory
from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.models import Drawing, ModelVersion, Prediction
from recognizer.versions.promotion import promote
from tests.support.drawings import ONE, SEVEN, draw, encode, png
from tests.support.html import parse
from tests.support.numbers import side_by_side
from tests.support.uploads import send_picture
from tests.support.versions import NOTHING, add_version

pytestmark = pytest.mark.database

STROKES = [[[100, 50], [180, 50], [120, 200]]]
LYING = {  # how an upright picture is turned for each orientation of EXIF
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def page_of(drawing, client=None, **how):
    return parse((client or Client()).get(f"/drawings/{drawing.pk}/", **how))


def meta(page, name):
    return page.one("meta", property=name).attributes["content"]


def test_anybody_with_the_address_sees_picture_answer_and_tile(drawing):
    page = page_of(drawing)
    assert "Seven" in page.one("h1").text
    assert page.all("img", src=f"/drawings/{drawing.pk}/picture.png")
    assert page.all("img", alt="The drawing as the network saw it")
    assert len(page.one("table").all("tr")) == 11
    assert "sure" in page.one("main").text


def test_nobody_but_its_owner_is_offered_to_claim_and_delete(db):
    owner = Client()
    send_picture(owner, png(SEVEN))
    drawing = Drawing.objects.get()
    assert len(page_of(drawing, owner).one("main").all("form")) == 3
    assert not page_of(drawing).one("main").all("form")
    keep_claim(drawing, 1)
    assert "Who drew it says: One." in page_of(drawing).text


def test_a_drawing_of_nobody_is_nobodys_to_delete(drawing):
    assert Drawing.objects.get().owner == ""
    assert not page_of(drawing).one("main").all("form")


def test_the_address_to_share_has_nothing_behind_it(drawing):
    page = parse(Client().get(f"/drawings/{drawing.pk}/?from=a-friend"))
    assert meta(page, "og:url") == f"http://testserver/drawings/{drawing.pk}/"


def test_the_page_never_names_the_owner(db):
    drawing = recognise(png(SEVEN), owner="somebody-secret").drawing
    response = Client().get(f"/drawings/{drawing.pk}/")
    assert b"somebody-secret" not in response.content


def test_a_shared_link_shows_picture_and_answer(drawing):
    page = page_of(drawing, headers={"Host": "testserver"})
    assert "Seven" in meta(page, "og:title")
    assert "sure" in meta(page, "og:description")
    address = f"http://testserver/drawings/{drawing.pk}/"
    assert meta(page, "og:url") == address
    assert meta(page, "og:image") == f"{address}picture.png"
    assert page.one("meta", name="twitter:card").attributes["content"] == "summary"
    assert "Seven" in page.one("title").text


def test_the_preview_is_a_png_on_paper(drawing):
    response = Client().get(f"/drawings/{drawing.pk}/picture.png")
    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).mode == "RGB"
    assert "private" in response["Cache-Control"]


def test_a_browser_asks_again_whether_it_may_still_show_the_picture(drawing):
    address = f"/drawings/{drawing.pk}/picture.png"
    known = {"If-None-Match": Client().get(address)["ETag"]}
    assert Client().get(address, headers=known).status_code == 304
    Drawing.objects.all().delete()
    assert Client().get(address, headers=known).status_code == 404


@pytest.mark.parametrize("end", ["", "picture.png"])
def test_no_search_engine_is_to_list_it(drawing, end):
    response = Client().get(f"/drawings/{drawing.pk}/{end}")
    assert response["X-Robots-Tag"] == "noindex"


def test_the_page_is_kept_by_no_cache(drawing):
    response = Client().get(f"/drawings/{drawing.pk}/")
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert not response.cookies


@pytest.mark.parametrize("end", ["", "picture.png"])
def test_what_is_not_there_is_told_kindly(db, end):
    response = Client().get(f"/drawings/{uuid.uuid4()}/{end}")
    assert response.status_code == 404
    assert b"has been deleted" in response.content


def test_the_answer_of_another_version_of_today_is_shown_and_not_kept(drawing):
    assert not page_of(drawing).all("p", class_="today")
    promote(add_version("v0002"), why="as good")
    assert not page_of(drawing).all("p", class_="today")  # it answers the same
    promote(add_version("v0003", threshold=NOTHING), why="refuses all")
    today = page_of(drawing).one("p", class_="today").text
    assert "v0003" in today
    assert "Not a digit" in today
    assert Prediction.objects.count() == 1


def test_a_picture_that_no_decoder_reads_any_more_is_not_there(drawing):
    Drawing.objects.update(picture=b"damaged")
    assert Client().get(f"/drawings/{drawing.pk}/").status_code == 404
    assert Client().get(f"/drawings/{drawing.pk}/picture.png").status_code == 404


def test_strokes_can_be_replayed_where_there_are_some(db):
    with_strokes = recognise(png(SEVEN), strokes=STROKES).drawing
    without = recognise(png(ONE)).drawing
    assert page_of(with_strokes).all("button", id="replay")
    assert not page_of(without).all("button", id="replay")
    assert not page_of(without).all("canvas")


def test_a_numbers_page_shows_each_digits_box_and_how_sure_it_is(db):
    drawing = recognise(png(side_by_side("42"), page=(400, 200))).drawing
    page = page_of(drawing)
    assert page.one("h1").text == "Number drawn: Forty-two"
    assert meta(page, "og:title") == "A network read this drawing: Forty-two"
    assert [text.text for text in page.all("text")] == ["4", "2"]
    lines = [line.attributes for line in page.all("rect", class_="line")]
    lefts = [float(line["x"]) for line in lines]
    assert lefts[0] + float(lines[0]["width"]) < lefts[1]
    assert [row.one("th").text for row in page.one("table").all("tr")] == ["4", "2"]
    assert not page.all("img", alt="The drawing as the network saw it")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_has_the_size_and_boxes_that_browsers_show(db, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    paper = {"paper": (255, 255, 255), "mode": "RGB"}
    upright = draw(side_by_side("42"), page=(400, 200), pen=8, **paper)
    lying = upright
    if orientation in LYING:
        lying = upright.transpose(LYING[orientation])
    photo = encode(lying, "JPEG", quality=95, exif=exif)
    page = page_of(recognise(photo).drawing)
    picture = page.one("img", alt="The drawing").attributes
    assert (picture["width"], picture["height"]) == ("400", "200")
    boxes = page.one("svg", class_="boxes")
    assert boxes.attributes["viewbox"] == "0 0 400 200"
    for line in page.all("rect", class_="line"):
        left, width = (float(line.attributes[side]) for side in ("x", "width"))
        assert 0 <= left < left + width <= 400


def test_a_row_from_before_numbers_were_read_still_says_several_digits(drawing):
    Prediction.objects.all()._raw_delete("default")
    version = ModelVersion.objects.get(name="base")
    Prediction.objects.create(
        drawing=drawing,
        version=version,
        digit=10,
        confidence=0.99,
        probabilities=[*[0.001] * 10, 0.99],
        several_digits=True,
        given=True,
    )
    page = page_of(drawing)
    assert page.one("h1").text == "Several digits"
    assert "Draw them on one line, further apart." in page.one("main").text
    assert "sure" not in meta(page, "og:description")
    assert not page.all("svg", class_="boxes")


@pytest.mark.parametrize("file", ["", "picture.png"])
def test_where_memory_is_taken_the_visitor_is_asked_to_wait(db, monkeypatch, file):
    drawing = recognise(png(page=(1200, 1200), pen=40)).drawing
    monkeypatch.setattr("ml.preprocessing.memory.PATIENCE", 0.01)
    address = f"/drawings/{drawing.pk}/{file}"
    with memory.reserve(MOST):
        response = Client().get(address, headers={"Accept-Language": "de"})
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "Zu viele große Bilder" in parse(response).text
