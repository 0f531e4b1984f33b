"""Before it deletes a drawing, the admin says which versions it had a part in."""

import pytest

from recognizer.deletion.forgetting import forget
from recognizer.models import Drawing
from tests.support.owners import of, sides
from tests.support.trained import train

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST = "/admin/recognizer/drawing/"


def test_the_drawings_page_and_the_confirmations_say_which_versions(visitors, admin):
    trained, judged = sides(train(1))
    form = {"action": "delete_selected", "_selected_action": trained.pk}
    for page in (
        admin.get(f"{LIST}{trained.pk}/change/"),
        admin.get(f"{LIST}{trained.pk}/delete/"),
        admin.post(LIST, form),
    ):
        assert "Trained versions: v0001; the next fine-tune" in page.content.decode()
    page = admin.get(f"{LIST}{judged.pk}/delete/").content.decode()
    assert "Judged versions: v0001." in page


def test_the_confirmations_say_how_long_backups_hold_it(visitors, admin, settings):
    drawing = of("visitor 0").get()
    url, words = f"{LIST}{drawing.pk}/delete/", "Backups hold it for up to 9 days more."
    settings.BACKUP_KEEP_DAYS = 9
    assert words not in admin.get(url).content.decode()
    settings.BACKUP_TO = "/var/backups/digitsite"
    assert words in admin.get(url).content.decode()
    form = {"action": "delete_selected", "_selected_action": drawing.pk}
    assert words in admin.post(LIST, form).content.decode()


def test_a_versions_page_says_how_many_of_its_drawings_are_deleted(visitors, admin):
    version = train(1)
    url = f"/admin/recognizer/modelversion/{version.pk}/change/"
    n, held = len(version.training.drawings), len(version.training.held_out)
    text = "{} of the {} that trained it and {} of the {} that judged it"
    assert text.format(0, n, 0, held) in admin.get(url).content.decode()
    forget(Drawing.objects.filter(pk=sides(version)[1].pk))
    assert text.format(0, n, 1, held) in admin.get(url).content.decode()


def test_the_admin_keeps_who_deleted_how_many_but_not_which(visitors, admin, staff):
    drawing = of("visitor 0").get()
    admin.post(f"{LIST}{drawing.pk}/delete/", {"post": "yes"})
    (entry,) = staff.logentry_set.all()
    assert (entry.object_repr, entry.object_id) == ("1 drawing", None)
