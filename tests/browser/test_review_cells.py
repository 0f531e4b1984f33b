"""The review page's cells: one for twins, and of the size that the reviewer likes."""

import pytest
from playwright.sync_api import expect

from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing, Reason
from tests.support.desk import (
    DESKTOP,
    cell,
    cells,
    keep_drawings,
    labels,
    press,
    sit_down,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def twin(drawings):
    """One more of the first drawing, which waits behind it."""
    drawing = recognise(bytes(drawings[0].picture)).drawing
    how = {"audited": True, "waits_for": Reason.DOUBTFUL}
    Drawing.objects.filter(pk=drawing.pk).update(**how)
    return drawing


def test_a_label_goes_to_all_twins_and_is_undone_in_all(
    open_page, drawings, twin, staff
):
    desk = sit_down(open_page, staff, **DESKTOP)
    expect(cells(desk)).to_have_count(6)
    expect(cell(desk, drawings[0])).to_contain_text("1 twin")
    press(desk, "0")
    expect(cell(desk, drawings[0])).to_contain_text("saved 0")
    expect(desk.locator("#waiting")).to_have_text("5")
    assert labels()[twin.pk] == labels()[drawings[0].pk] == 0
    press(desk, "u")
    expect(cell(desk, drawings[0])).to_contain_text("undone")
    expect(desk.locator("#waiting")).to_have_text("7")
    expect(cells(desk)).to_have_count(6)
    assert labels()[twin.pk] is labels()[drawings[0].pk] is None


def test_twins_apart_are_labelled_apart(open_page, drawings, twin, staff):
    desk = sit_down(open_page, staff, **DESKTOP)
    with desk.expect_navigation():  # which ends when its scripts have run
        press(desk, "d")
    expect(cells(desk)).to_have_count(7)
    press(desk, "0")
    expect(cell(desk, drawings[0])).to_contain_text("saved 0")
    assert labels()[twin.pk] is None
    desk.get_by_role("link", name="Twins together").click()
    expect(cells(desk)).to_have_count(6)


def test_fifty_small_cells_fit_a_laptop_and_the_size_is_remembered(
    open_page, site, staff
):
    keep_drawings(50)
    laptop = {"viewport": {"width": 1440, "height": 900}}
    desk = sit_down(open_page, staff, **laptop)
    expect(cells(desk)).to_have_count(50)
    assert not fits(desk)
    press(desk, "z", "z")
    assert fits(desk)
    desk.reload()
    assert fits(desk)


def fits(desk):
    last = cells(desk).last.bounding_box()
    return last["y"] + last["height"] <= desk.locator("#bar").bounding_box()["y"]
