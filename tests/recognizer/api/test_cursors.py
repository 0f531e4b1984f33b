"""A list's cursor, where a program writes one itself."""

import pytest
from django.test import RequestFactory
from rest_framework.pagination import Cursor
from rest_framework.request import Request

from recognizer.api.pagination import NewestFirst, mark_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("name", "position"),
    [
        ("predictions", "0001-01-01 00:00:00+23:59"),
        ("predictions", "9999-12-31 23:59:59-23:59"),
        ("versions", "9" * 5000),
    ],
)
def test_one_of_a_place_that_there_is_not_is_refused(api, name, position):
    pages = NewestFirst()
    pages.base_url = f"/api/v1/{name}/"
    pages.mark = mark_of(Request(RequestFactory().get(pages.base_url)))
    reply = api.get(pages.encode_cursor(Cursor(0, False, position)))
    assert reply.status_code == 400
    assert reply.json()["detail"] == "The cursor is damaged."
