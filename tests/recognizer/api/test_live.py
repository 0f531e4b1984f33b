"""POST /api/v1/predictions/?keep=false: an answer, and nothing is kept."""

import pytest

from recognizer.models import Drawing
from tests.support.drawings import SEVEN, blank_png, data_url, png

URL = "/api/v1/predictions/"
pytestmark = [pytest.mark.database, pytest.mark.django_db]


def post(api, query="?keep=false", picture=None):
    body = {"image": data_url(picture or png(SEVEN))}
    return api.post(f"{URL}{query}", body, format="json")


def test_the_answer_is_that_of_a_kept_drawing_without_its_addresses(api):
    live, kept = post(api), post(api, "")
    assert (live.status_code, kept.status_code) == (200, 201)
    of_kept_rows = {"id", "url", "page", "created_at", "claim"}
    assert set(kept.json()) - set(live.json()) == of_kept_rows
    assert live.json().items() <= kept.json().items()


def test_nothing_is_kept_and_no_cookie_is_set(api):
    assert not post(api).cookies
    assert not Drawing.objects.exists()


def test_what_is_refused_is_refused_all_the_same(api):
    response = post(api, picture=blank_png())
    assert response.status_code == 422
    assert response.json()["detail"] == "The drawing is empty."


@pytest.mark.parametrize(("query", "status"), [("?keep=true", 201), ("?keep=no", 400)])
def test_keep_is_true_or_false(api, query, status):
    assert post(api, query).status_code == status
    assert Drawing.objects.exists() == (status == 201)
