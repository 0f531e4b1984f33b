"""The admin's page of what a version answers otherwise than another."""

import pytest
from django.contrib.auth.models import Group

from recognizer.drawings.recognition import recognise
from recognizer.versions.promotion import promote
from tests.support.commands import command
from tests.support.drawings import SEVEN, png
from tests.support.html import parse
from tests.support.versions import NOTHING, add_version, both

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def page_of(client, version, query=""):
    url = f"/admin/recognizer/modelversion/{version.pk}/answers/{query}"
    return client.get(url)


def test_the_page_shows_counts_test_and_pictures(admin, base, second):
    fixed, broken = both(base, second, 1, 7, label=7), both(base, second, 3, 5, label=3)
    page = parse(page_of(admin, second))
    for drawing, sentence in ((fixed, "7: was 1, now 7"), (broken, "3: was 3, now 5")):
        link = f"/admin/recognizer/drawing/{drawing.pk}/change/"
        assert page.one("a", href=link).text == sentence
    assert "1 fixed, 1 broken: p = 1 by McNemar's" in page.text
    assert "trained neither" not in page.text
    link = f"/admin/recognizer/modelversion/{second.pk}/answers/"
    page = parse(admin.get(f"/admin/recognizer/modelversion/{second.pk}/change/"))
    assert page.all("a", href=link)


def test_the_page_leads_to_unlabelled_changes_in_the_queue(admin):
    drawing = recognise(png(SEVEN)).drawing
    second = add_version(threshold=NOTHING)
    command("rescore", "v0002", workers=1)
    page = parse(page_of(admin, second))
    assert "1 of these has no settled label" in page.text
    assert "None of them has a settled label" in page.text
    queue = "/admin/recognizer/drawing/review/?reason=3"
    assert page.all("a", href=queue)
    assert parse(admin.get(queue)).one("li", class_="cell", id=f"drawing-{drawing.pk}")


def test_the_page_says_how_to_get_the_answers_that_lack(admin, second):
    recognise(png(SEVEN))
    text = page_of(admin, second).content.decode()
    assert "1 drawing lacks the answer of v0002" in text
    assert "manage.py rescore v0002" in text
    assert "rescore base" not in text


def test_it_says_so_too_where_the_promoted_version_lacks_them(admin, base, second):
    for _ in range(2):
        recognise(png(SEVEN))
    promote(second, why="For a test.")
    text = page_of(admin, base).content.decode()
    assert "2 drawings lack the answer of v0002" in text
    assert "manage.py rescore v0002" in text


def test_the_promoted_one_is_compared_with_its_parent_or_nothing(admin, base, second):
    assert "no other version" in page_of(admin, base).content.decode()
    promote(second, why="For a test.")
    both(base, second, 1, 7, label=7)
    assert "that base and" in page_of(admin, second).content.decode()


def test_the_parent_can_be_chosen_beside_the_promoted_one(admin, second):
    promote(second, why="For a test.")
    child = add_version("child")
    assert "that v0002 and" in page_of(admin, child).content.decode()
    assert "that base and" in page_of(admin, child, "?with=base").content.decode()


@pytest.mark.parametrize(
    ("group", "status"), [(None, 403), ("Reviewer", 403), ("Operator", 200)]
)
def test_it_takes_the_right_to_see_versions_and_drawings(
    client, django_user_model, second, group, status
):
    user = django_user_model.objects.create_user("somebody", is_staff=True)
    user.groups.set(Group.objects.filter(name=group))
    client.force_login(user)
    assert page_of(client, second).status_code == status
