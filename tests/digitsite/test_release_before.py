"""The release before serves on while the database is already this release's.

So a site is migrated first, its processes are changed one by one, and the code can go
back without the database.
"""

import json
import urllib.request
from http.cookies import SimpleCookie

from django.conf import settings
from django.test import Client

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange
from tests.support.drawings import data_url, png
from tests.support.numbers import side_by_side
from tests.support.server import Server

REVIEW = "/admin/recognizer/drawing/review/"
TOKEN = "a" * 32  # of forms: that of the cookie


class Visitor:
    """Asks the site, with cookies; an answer that is none of 2xx raises."""

    def __init__(self, url, **cookies):
        self.url, self.cookies = url, {"csrftoken": TOKEN} | cookies

    def ask(self, path, body=None, method=None):
        headers = {
            "Content-Type": "application/json",
            "Cookie": "; ".join(f"{name}={v}" for name, v in self.cookies.items()),
            "X-CSRFToken": TOKEN,
        }
        data = json.dumps(body).encode() if body else None
        address = self.url + path
        request = urllib.request.Request(address, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            for line in answer.headers.get_all("Set-Cookie", []):
                self.cookies |= {k: m.value for k, m in SimpleCookie(line).items()}
            return answer.read().decode()

    def delete(self, path):
        self.ask(path, method="DELETE")

    def ask_json(self, path, body=None):
        return json.loads(self.ask(path, body))


def log_in(user):
    """The cookie of somebody who is logged in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value}


def test_the_release_before_works_on_this_database(
    transactional_db, code_before, tmp_path, django_user_model
):
    anna = django_user_model.objects.create_superuser("anna")
    server = Server(tmp_path, code=code_before, WEB_CONCURRENCY="1")
    visitor, staff = Visitor(server.url), Visitor(server.url, **log_in(anna))
    assert "migrations: ok" in visitor.ask("/readyz")
    drawn = visitor.ask_json("/api/v1/predictions/", {"image": data_url(png())})
    address = f"/api/v1/predictions/{drawn['id']}/"
    visitor.ask(f"{address}claim/", {"digit": 7})
    [listed] = visitor.ask_json("/api/v1/predictions/")["results"]
    pressed = {"reviewer": anna.pk, "keystroke": "1", "digit": 3}
    staff.ask(f"{REVIEW}label/", pressed | {"drawings": [drawn["id"]]})
    assert drawn["id"] in staff.ask("/admin/recognizer/drawing/")
    assert "Jobs" in staff.ask("/admin/recognizer/job/")
    assert server.stop() == 0
    check_that_this_release_reads_it(listed, visitor.cookies, anna)


def check_that_this_release_reads_it(listed, cookies, anna):
    drawing = Drawing.objects.get()
    assert (drawing.claim, drawing.label, drawing.labelled_by) == (7, 3, anna)
    assert LabelChange.objects.get().drawing == drawing
    client = Client()
    client.cookies.load(cookies)
    [again] = client.get("/api/v1/predictions/").json()["results"]
    assert again["id"] == listed["id"]
    client.force_login(anna)
    for page in (REVIEW, f"/admin/recognizer/drawing/{drawing.pk}/change/"):
        assert client.get(page).status_code == 200


def test_the_release_before_lives_with_numbers(
    transactional_db, code_before, tmp_path, django_user_model
):
    """What this release has read, claimed and labelled is a 'not a digit' to it."""
    anna = django_user_model.objects.create_superuser("anna")
    server = Server(tmp_path, code=code_before, WEB_CONCURRENCY="1")
    visitor, staff = Visitor(server.url), Visitor(server.url, **log_in(anna))
    visitor.ask("/api/v1/predictions/", {"image": data_url(png())})
    owner = Drawing.objects.get().owner
    untouched, changed, cleared = (
        keep_number(owner, anna, number) for number in ("42", "47", "007")
    )
    rows = visitor.ask_json("/api/v1/predictions/")["results"]
    assert [row["digit"] for row in rows] == [None, None, None, 7]
    assert rows[0]["claim"] == {"digit": None, "word": "Not a digit"}
    visitor.ask(f"/api/v1/predictions/{changed.pk}/claim/", {"digit": 7})
    visitor.delete(f"/api/v1/predictions/{cleared.pk}/claim/")
    pressed = {"reviewer": anna.pk, "keystroke": "1", "digit": 3}
    staff.ask(f"{REVIEW}label/", pressed | {"drawings": [str(changed.pk)]})
    for page in ("", "review/", f"{untouched.pk}/change/", f"{changed.pk}/change/"):
        staff.ask(f"/admin/recognizer/drawing/{page}")
    assert server.stop() == 0
    for drawing in (untouched, changed, cleared):
        drawing.refresh_from_db()
    assert (untouched.claim_value, untouched.label_value) == ("42", "42")
    assert (changed.claim_value, changed.label_value) == (7, 3)
    assert (cleared.claim_value, cleared.label_value) == (None, "007")
    assert [change.to_value for change in changed.label_changes.all()] == [3, "47"]
    check_that_numbers_are_shown(visitor.cookies, anna, changed)


def keep_number(owner, anna, number):
    """A drawing that this release read, and its visitor and staff called so."""
    picture = png(side_by_side(number), pen=10)
    drawing = recognise(picture, owner=owner).drawing
    assert keep_claim(drawing, number).claim_value == number
    label_drawing(drawing, number, by=anna)
    return drawing


def check_that_numbers_are_shown(cookies, anna, changed):
    client = Client()
    client.cookies.load(cookies)
    rows = client.get("/api/v1/predictions/").json()["results"]
    assert [row["number"] for row in rows] == ["007", "47", "42", "7"]
    claims = [row["claim"] and row["claim"]["number"] for row in rows]
    assert claims == [None, "7", "42", None]
    client.force_login(anna)
    for page in (REVIEW, f"/admin/recognizer/drawing/{changed.pk}/change/"):
        assert client.get(page).status_code == 200
    label_drawing(changed, "47", by=anna)
    changed.refresh_from_db()
    assert changed.label_value == "47"
