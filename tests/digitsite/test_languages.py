"""Who is answered in which language."""

import pytest
from django.utils.translation import override

from ml.preprocessing.errors import TooLarge
from recognizer.formatting import explain
from recognizer.models import Digit
from tests.support.drawings import SEVEN, blank_png, data_url, png
from tests.support.html import parse

URL = "/api/v1/predictions/"
SEVENS = [("en", "Seven"), ("de", "Sieben"), ("es", "Siete"), ("hi", "सात")]
EMPTY = [
    ("en", "The drawing is empty."),
    ("de", "Die Zeichnung ist leer."),
    ("es", "El dibujo está vacío."),
    ("hi", "ड्रॉइंग खाली है।"),
]


def send(api, picture, language):
    body = {"image": data_url(picture)}
    return api.post(URL, body, "json", headers={"Accept-Language": language})


def html(page):
    return parse(page).all("html")[0].attributes


@pytest.mark.parametrize(("language", "word"), SEVENS)
def test_an_answer_is_in_the_language_that_the_browser_asks_for(api, language, word):
    response = send(api, png(SEVEN), language)
    assert response.json()["word"] == word
    assert response["Content-Language"] == language


@pytest.mark.parametrize(("language", "sentence"), EMPTY)
def test_so_is_a_problem(api, language, sentence):
    assert send(api, blank_png(), language).json()["detail"] == sentence


def test_numbers_in_it_are_written_as_there():
    error = TooLarge("%(bytes)s bytes", bytes=1_234_567)
    assert str(error) == "1,234,567 bytes"
    with override("de"):
        assert explain(error) == "1.234.567 bytes"


@pytest.mark.parametrize("language", ["de", "es", "hi"])
def test_what_rest_framework_refuses_is_translated_too(api, language):
    response = api.put(URL, headers={"Accept-Language": language})
    assert response.status_code == 405
    assert "not allowed" not in response.json()["detail"]
    assert "PUT" in response.json()["detail"]


def test_a_language_that_the_site_does_not_speak_is_answered_in_english(client, db):
    page = client.get("/", headers={"Accept-Language": "fr, *;q=0.1"})
    assert html(page) == {"lang": "en", "dir": "ltr"}


def test_a_language_written_from_right_to_left_turns_the_page(client, db, settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    page = client.get("/about/", headers={"Accept-Language": "ar"})
    assert html(page) == {"lang": "ar", "dir": "rtl"}


def test_the_menu_chooses_whatever_the_browser_asks_for(client, db):
    here = {"Referer": "http://testserver/about/", "Accept-Language": "de"}
    response = client.post("/language/", {"language": "es"}, headers=here)
    assert response.url == "http://testserver/about/"
    page = client.get("/about/", headers=here)
    assert html(page)["lang"] == page["Content-Language"] == "es"


def test_no_cache_mixes_languages_up(client, db):
    page = client.get("/")
    assert {"Cookie", "Accept-Language"} <= set(page["Vary"].split(", "))
    assert "private" in page["Cache-Control"]


def test_staff_pages_stay_english(admin):
    page = admin.get("/admin/", headers={"Accept-Language": "de"})
    assert html(page)["lang"] == "en"
    assert parse(page).all("a", "View site")


def test_a_page_that_fails_is_in_the_visitors_language_and_the_next_is_not(client, db):
    page = client.get("/nowhere", headers={"Accept-Language": "de"})
    assert parse(page).all("h1", "Hier ist nichts")
    assert parse(client.get("/nowhere")).all("h1", "Nothing is here")


def test_words_of_digits_are_english_outside_of_a_request():
    assert [str(digit.label) for digit in Digit][:2] == ["Zero", "One"]
