"""The release before serves on while the database is already this release's.

So a site is migrated first, its processes are changed one by one, and the code can go
back without the database.
"""

import json
import urllib.request
from http.cookies import SimpleCookie

from django.conf import settings
from django.test import Client

from recognizer.models import Drawing, LabelChange
from tests.support.drawings import data_url, png
from tests.support.server import Server

REVIEW = "/admin/recognizer/drawing/review/"
TOKEN = "a" * 32  # of forms: that of the cookie


class Visitor:
    """Asks the site, with cookies; an answer that is none of 2xx raises."""

    def __init__(self, url, **cookies):
        self.url, self.cookies = url, {"csrftoken": TOKEN} | cookies

    def ask(self, path, body=None):
        headers = {
            "Content-Type": "application/json",
            "Cookie": "; ".join(f"{name}={v}" for name, v in self.cookies.items()),
            "X-CSRFToken": TOKEN,
        }
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(self.url + path, data, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            for line in answer.headers.get_all("Set-Cookie", []):
                self.cookies |= {k: m.value for k, m in SimpleCookie(line).items()}
            return answer.read().decode()

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
