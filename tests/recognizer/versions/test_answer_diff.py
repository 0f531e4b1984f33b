"""What a version answers otherwise than another, and the admin's page of it."""

import pytest
from django.contrib.auth.models import Group

from ml.metrics.statistics import mcnemar
from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing, ModelVersion, Reason, Training
from recognizer.versions.answer_diff import MOST, Kind, diff
from recognizer.versions.promotion import promote
from tests.support.drawings import SEVEN, png
from tests.support.html import parse
from tests.support.versions import NOTHING, both, run, version

pytestmark = [pytest.mark.django_db, pytest.mark.database]
EMPTY = {"held_out": [], "left_out": {}, "refusals": [], "curve": [], "libraries": {}}


@pytest.fixture
def base():
    return ModelVersion.objects.get(name="base")


@pytest.fixture
def new():
    return version()


def page_of(client, version, query=""):
    url = f"/admin/recognizer/modelversion/{version.pk}/answers/{query}"
    return client.get(url)


def test_changes_are_counted_by_what_became_of_them(base, new):
    both(base, new, 1, 7, label=7)
    both(base, new, 7, 1, label=7)
    both(base, new, 7, 1, label=7)
    both(base, new, 1, 2, label=7)
    both(base, new, 7, 7, label=7)
    both(base, new, 3, 3, label=3)
    both(base, new, 1, 7)
    found = diff(new, base)
    assert (found.both, found.changed, found.unlabelled) == (7, 5, 1)
    seven = found.digits()[7]
    assert (seven.n, seven.before, seven.after) == (5, 3, 2)
    assert (seven.fixed, seven.broken, seven.other) == (1, 2, 1)
    assert found.digits()[3].n == found.digits()[3].after == 1
    assert found.all().n == 6
    assert found.all().p == mcnemar(1, 2)


def test_what_only_one_of_them_answered_is_not_compared(base, new):
    recognise(png(SEVEN))
    assert diff(new, base).both == 0


def test_a_disputed_label_tells_nothing(base, new):
    drawing = both(base, new, 1, 7, label=7)
    Drawing.objects.filter(pk=drawing.pk).update(waits_for=Reason.DISPUTE)
    found = diff(new, base)
    assert (found.all().n, found.unlabelled, found.shown[Kind.FIXED]) == (0, 1, [])


def test_the_other_way_round_fixed_is_broken(base, new):
    both(base, new, 1, 7, label=7)
    assert diff(base, new).all().broken == diff(new, base).all().fixed == 1


def test_of_each_digit_as_many_are_shown_as_there_is_room(base, new):
    for _ in range(MOST):
        both(base, new, 1, 7, label=7)
    two = both(base, new, 1, 2, label=2)
    shown = diff(new, base).shown[Kind.FIXED]
    assert len(shown) == MOST
    assert shown[0].id == two.pk


def test_drawings_that_trained_are_not_evidence(base, new):
    """Neither those of the version nor those of what it came from."""
    ids = [str(both(base, new, 1, 7, label=7).pk) for _ in range(2)]
    both(base, new, 1, 7, label=7)
    child = ModelVersion.objects.create(
        name="child", network="base", sha256="child", parent=new
    )
    for one, pk in zip((new, child), ids, strict=True):
        Training.objects.create(version=one, drawings=[pk], sha256="", **EMPTY)
    assert diff(new, base).unseen() == (2, 0, mcnemar(2, 0))
    assert diff(base, child).both == 0
    for drawing in Drawing.objects.all():
        answer = {"digit": 7, "confidence": 0.9, "probabilities": [0.9]}
        drawing.predictions.create(version=child, **answer)
    assert diff(child, base).unseen() == (1, 0, 1)


def test_the_page_shows_counts_test_and_pictures(admin, base, new):
    fixed, broken = both(base, new, 1, 7, label=7), both(base, new, 3, 5, label=3)
    page = parse(page_of(admin, new))
    for drawing, sentence in ((fixed, "7: 1 → 7"), (broken, "3: 3 → 5")):
        link = f"/admin/recognizer/drawing/{drawing.pk}/change/"
        assert page.one("a", href=link).text == sentence
    assert "1 fixed, 1 broken: p = 1 by McNemar's" in page.text
    assert "trained neither" not in page.text
    link = f"/admin/recognizer/modelversion/{new.pk}/answers/"
    page = parse(admin.get(f"/admin/recognizer/modelversion/{new.pk}/change/"))
    assert page.all("a", href=link)


def test_the_page_leads_to_unlabelled_changes_in_the_queue(admin):
    drawing = recognise(png(SEVEN)).drawing
    new = version(threshold=NOTHING)
    run("v0002")
    page = parse(page_of(admin, new))
    assert "1 of these has no settled label" in page.text
    assert "None of them has a settled label" in page.text
    queue = "/admin/recognizer/drawing/review/?reason=3"
    assert page.all("a", href=queue)
    assert parse(admin.get(queue)).one("li", class_="cell", id=f"drawing-{drawing.pk}")


def test_the_page_says_how_to_get_the_answers_that_lack(admin, new):
    recognise(png(SEVEN))
    text = page_of(admin, new).content.decode()
    assert "1 drawing lacks the answer of v0002" in text
    assert "manage.py rescore v0002" in text
    assert "rescore base" not in text


def test_the_page_says_so_too_where_the_promoted_version_lacks_them(admin, base, new):
    for _ in range(2):
        recognise(png(SEVEN))
    promote(new, why="For a test.")
    text = page_of(admin, base).content.decode()
    assert "2 drawings lack the answer of v0002" in text
    assert "manage.py rescore v0002" in text


def test_the_promoted_version_is_compared_with_its_parent_or_nothing(admin, base, new):
    assert "no other version" in page_of(admin, base).content.decode()
    promote(new, why="For a test.")
    both(base, new, 1, 7, label=7)
    assert "that base and" in page_of(admin, new).content.decode()


def test_the_parent_can_be_chosen_beside_the_promoted_one(admin, base, new):
    promote(new, why="For a test.")
    child = version("child")
    assert "that v0002 and" in page_of(admin, child).content.decode()
    assert "that base and" in page_of(admin, child, "?with=base").content.decode()


@pytest.mark.parametrize(
    ("group", "status"), [(None, 403), ("Reviewer", 403), ("Operator", 200)]
)
def test_it_takes_the_right_to_see_versions_and_drawings(
    client, django_user_model, new, group, status
):
    user = django_user_model.objects.create_user("somebody", is_staff=True)
    user.groups.set(Group.objects.filter(name=group))
    client.force_login(user)
    assert page_of(client, new).status_code == status
