"""Whatever is drawn waits, and a second reviewer is called anna."""

import pytest


@pytest.fixture(autouse=True)
def everything_waits(settings):
    settings.UNSURE_MARGIN = 1


@pytest.fixture
def other(django_user_model):
    return django_user_model.objects.create_superuser("anna")
