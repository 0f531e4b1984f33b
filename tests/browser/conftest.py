"""Fixtures of a reviewer at the review page."""

import pytest

from tests.support.desk import DESKTOP, keep_drawings, sit_down


@pytest.fixture
def drawings(site):
    return keep_drawings(6)


@pytest.fixture
def anna(transactional_db, django_user_model):
    return django_user_model.objects.create_superuser("anna")


@pytest.fixture
def desk(open_page, drawings, staff):
    return sit_down(open_page, staff, **DESKTOP)
