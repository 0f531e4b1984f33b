"""The forms of the public pages: without JavaScript, and without a CSRF token."""

import pytest
from django.test import Client

from recognizer.deletion.forgetting import forget
from recognizer.drawings.recognition import keep_claim
from recognizer.models import Drawing
from tests.support.drawings import SEVEN, blank_png, png
from tests.support.html import parse
from tests.support.uploads import file_of, send_picture

ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}


@pytest.fixture
def browser(db):
    """A browser whose forms carry no token, though Django would ask for one."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def page(browser):
    """The address of the page of a seven that this browser sent."""
    return send_picture(browser, png(SEVEN))["Location"]


def test_a_look_sets_no_cookie_and_asks_no_database(browser, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not browser.get("/").cookies


def test_a_sent_picture_is_kept_and_leads_to_its_page(browser, page):
    assert Drawing.objects.get().predictions.get().digit == 7
    assert page == f"/drawings/{Drawing.objects.get().pk}/"
    assert "Seven" in parse(browser.get(page)).one("h1").text


@pytest.mark.parametrize("query", ["?keep=false", "?keep=maybe"])
def test_a_sent_picture_is_kept_whatever_the_address_says(browser, query):
    response = browser.post(f"/{query}", {"image": file_of(png(SEVEN))})
    assert response.status_code == 303
    assert Drawing.objects.exists()


def test_the_first_kept_drawing_sets_the_cookie(browser):
    assert "visitor" in send_picture(browser, png(SEVEN)).cookies
    assert Drawing.objects.get().owner


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"no picture", 400, "This is not a picture that we can read."),
        (b"", 400, "The file is empty."),
        (blank_png(), 422, "The drawing is empty."),
        (png(page=(5000, 10)), 413, "The picture is too large"),
    ],
)
def test_what_is_wrong_is_told_beside_the_form(browser, content, status, sentence):
    response = send_picture(browser, content)
    assert response.status_code == status
    page = parse(response)
    assert sentence in page.one("p", role="alert").text
    assert page.one("input", id="upload")
    assert not Drawing.objects.exists()


def test_a_body_over_the_limit_is_refused_beside_the_form(browser, settings):
    response = send_picture(browser, b"x" * settings.MAX_BODY_BYTES)
    assert response.status_code == 413
    page = parse(response)
    assert "at most 1 MB" in page.text
    assert page.one("input", id="upload")


def test_without_a_version_the_form_says_so(browser):
    from recognizer.models import Promotion

    Promotion._base_manager.all().delete()
    response = send_picture(browser, png(SEVEN))
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "No network is in service" in parse(response).one("p", role="alert").text


def test_the_form_is_throttled_as_the_api_is(browser, settings, fresh_counts):
    settings.THROTTLE_ANON = "1/min"
    assert send_picture(browser, png(SEVEN)).status_code == 303
    response = send_picture(browser, png(SEVEN, size=0.4))
    assert response.status_code == 429
    assert response["Retry-After"]
    assert "Wait a moment" in parse(response).one("p", role="alert").text


def test_a_claim_is_kept_changed_and_taken_back(browser, page):
    for digit, kept in [("7", 7), ("10", 10), ("10", None)]:
        response = browser.post(f"{page}claim/", {"digit": digit})
        assert (response.status_code, response["Location"]) == (303, page)
        assert Drawing.objects.get().claim == kept


@pytest.mark.parametrize("digit", ["11", "-1", "", "seven", "07"])
def test_a_claim_is_a_digit_or_none(browser, page, digit):
    assert browser.post(f"{page}claim/", {"digit": digit}).status_code == 400
    assert Drawing.objects.get().claim is None


def test_a_claim_of_what_is_deleted_meanwhile_finds_nothing(browser, page, monkeypatch):
    def delete_and_keep(drawing, digit):
        forget(Drawing.objects.all())
        return keep_claim(drawing, digit)

    monkeypatch.setattr("recognizer.site.drawings.keep_claim", delete_and_keep)
    assert browser.post(f"{page}claim/", {"digit": "7"}).status_code == 404


def test_its_owner_deletes_a_drawing(browser, page):
    response = browser.post(f"{page}delete/")
    assert (response.status_code, response["Location"]) == (303, "/drawings/")
    assert not Drawing.objects.exists()
    assert browser.get(page).status_code == 404


def test_all_of_a_visitor_are_deleted_once_confirmed(browser, page):
    send_picture(Client(), png(SEVEN))  # somebody else's
    send_picture(browser, png(SEVEN, size=0.4))
    assert "2 drawings" in parse(browser.get("/drawings/delete/")).one("main").text
    assert Drawing.objects.count() == 3
    assert browser.post("/drawings/delete/").status_code == 303
    assert Drawing.objects.count() == 1
    assert "none" in parse(browser.get("/drawings/")).one("main").text


@pytest.mark.parametrize("form", ["claim/", "delete/"])
def test_nobody_else_uses_a_drawings_forms(page, form):
    assert Client().post(page + form, {"digit": "7"}).status_code == 404
    drawing = Drawing.objects.get()
    assert drawing.claim is None


@pytest.mark.parametrize(
    "form", ["{page}claim/", "{page}delete/", "/drawings/delete/", "/"]
)
def test_another_sites_form_is_refused(browser, page, form):
    body = {"digit": "7", "image": file_of(png(SEVEN, size=0.4))}
    response = browser.post(form.format(page=page), body, headers=ELSEWHERE)
    assert response.status_code == 403
    assert Drawing.objects.get().claim is None


@pytest.mark.parametrize("form", ["claim/", "delete/"])
def test_a_link_claims_and_deletes_nothing(browser, page, form):
    assert browser.get(page + form).status_code == 405
    assert Drawing.objects.get().claim is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [("42", "42"), (" 2 024 ", "2024"), ("007", "007"), ("5", 5), ("४२", "42")],
)
def test_a_number_that_is_typed_is_claimed_also_where_it_was_before(
    browser, page, typed, value
):
    for _ in range(2):
        assert browser.post(f"{page}claim/", {"typed": typed}).status_code == 303
        assert Drawing.objects.get().claim_value == value


def test_the_key_of_the_claimed_number_takes_it_back(browser, page):
    for claim in ("42", None):
        assert browser.post(f"{page}claim/", {"number": "42"}).status_code == 303
        assert Drawing.objects.get().claim_value == claim


@pytest.mark.parametrize("typed", ["", "4x", "-7", "1.5", "1" * 13, "½", "²"])
def test_what_is_no_number_is_told_and_keeps_the_claim(browser, page, typed):
    keep_claim(Drawing.objects.get(), "42")
    response = browser.post(f"{page}claim/", {"typed": typed})
    assert response.status_code == 400
    assert "a number of 1 to 12 digits" in parse(response).text
    assert Drawing.objects.get().claim_value == "42"


def test_a_claimed_number_has_a_key_of_its_own_that_is_pressed(browser, page):
    keep_claim(Drawing.objects.get(), "42")
    form = parse(browser.get(page)).all("form", class_="claim")[0]
    pressed = form.all("button", **{"aria-pressed": "true"})
    assert [key.attributes["value"] for key in pressed] == ["42"]
    assert "You said: Forty-two." in form.text
