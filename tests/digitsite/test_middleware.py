"""What each answer tells the browser, and who is answered by address."""

import pytest

from recognizer.drawings.recognition import recognise
from tests.support.drawings import SEVEN, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("path", "status"), [("/livez", 200), ("/readyz", 200), ("/", 400)]
)
def test_load_balancers_ask_by_address(client, path, status):
    assert client.get(path, headers={"host": "10.0.0.5:8000"}).status_code == status


@pytest.mark.parametrize(
    "path", ["/", "/about/", "/api/docs/", "/admin/login/", "/nowhere", "/api/nowhere"]
)
def test_each_answer_lets_a_browser_do_no_more_than_it_needs(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    sources = {word for part in policy.split(";") for word in part.split()[1:]}
    assert sources == {"'self'", "'none'", "data:", "blob:"}
    assert [p.split()[0] for p in policy.split("; ") if "data:" in p] == ["img-src"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_another_page_may_embed_a_drawing_that_was_shared(client):
    drawing = recognise(png(SEVEN)).drawing
    answer = client.get(f"/drawings/{drawing.pk}/picture.png")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
