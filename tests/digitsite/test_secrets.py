"""A new secret does not log anybody out while the old one is still known."""

import pytest

from tests.support.drawings import SEVEN, data_url, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.mark.parametrize(("old_is_known", "status"), [(True, 200), (False, 404)])
def test_visitors_and_staff_stay_while_the_old_secret_is_known(
    api, staff, settings, old_is_known, status
):
    api.force_login(staff)
    image = {"image": data_url(png(SEVEN))}
    drawing = api.post("/api/v1/predictions/", image, format="json").json()["url"]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if old_is_known else []
    settings.SECRET_KEY = "another-" + "y" * 40
    assert api.get(drawing).status_code == status
    assert (api.get("/admin/").status_code == 200) is old_is_known
