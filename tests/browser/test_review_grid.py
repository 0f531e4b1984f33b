"""Staff label by keyboard, mouse and touch."""

import re

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import expect

from recognizer.models import Drawing, LabelChange
from tests.support.desk import (
    DESKTOP,
    cell,
    cells,
    expect_saved,
    keep_drawings,
    labels,
    middle,
    press,
    press_button,
    sit_down,
)
from tests.support.visitor import drag

pytestmark = pytest.mark.browser


def test_a_hundred_drawings_are_labelled_by_keyboard(open_page, site, staff):
    drawings = keep_drawings(100)
    page = sit_down(open_page, staff, **DESKTOP)
    wanted = {drawing.pk: i * 7 % 11 for i, drawing in enumerate(drawings)}
    for half in (drawings[:50], drawings[50:]):
        expect(cell(page, half[0])).to_be_focused()
        press(page, *("x" if wanted[d.pk] == 10 else str(wanted[d.pk]) for d in half))
        expect(page.locator("#next")).to_be_focused()
        press(page, "n")
    expect(page.locator(".nothing")).to_be_visible()
    assert labels() == wanted
    assert LabelChange.objects.count() == 100
    expect(page.locator("#done")).to_have_text("100")
    expect(page.locator("#waiting")).to_have_text("0")


def test_a_label_is_shown_and_the_cursor_goes_on_but_not_around(desk, drawings):
    press(desk, "ArrowDown", "ArrowUp", "ArrowLeft", "End", "ArrowRight")
    expect(cell(desk, drawings[-1])).to_be_focused()
    press(desk, "5")
    expect(cell(desk, drawings[-1])).to_contain_text("saved 5")
    press(desk, "6")
    expect(desk.locator("#message")).to_have_text("The page ends here.")
    expect_saved(desk)
    assert labels()[drawings[-1].pk] == 5
    press(desk, "ArrowLeft")
    expect(cell(desk, drawings[-1])).to_be_focused()


def test_tab_leads_back_from_behind_the_last_cell(desk, drawings):
    press(desk, "End", "5")
    expect(desk.locator("#next")).to_be_focused()
    expect_saved(desk)
    buttons = desk.locator("#bar :is(button, a):visible")
    press(desk, *["Shift+Tab"] * buttons.count())
    expect(cell(desk, drawings[-1])).to_be_focused()
    press(desk, "6")
    expect(cell(desk, drawings[-1])).to_contain_text("saved 6")


def test_space_and_enter_confirm_the_answer(desk, drawings):
    press(desk, " ", "Enter")
    expect(cells(desk).filter(has_text="saved")).to_have_count(2)
    answers = Drawing.objects.with_answer().in_bulk([d.pk for d in drawings[:2]])
    assert all(drawing.label == drawing.digit for drawing in answers.values())


def test_undo_works_after_a_reload_for_what_is_no_longer_on_the_page(desk, drawings):
    press(desk, "3", "4", "5")
    expect_saved(desk)
    desk.reload()
    expect(cells(desk)).to_have_count(3)
    press(desk, "u", "u")
    expect(cells(desk)).to_have_count(5)
    expect(cell(desk, drawings[1])).to_be_focused()
    expect(cell(desk, drawings[1])).to_contain_text("undone")
    expect(desk.locator("#done")).to_have_text("1")
    expect(desk.locator("#waiting")).to_have_text("5")
    assert [labels()[d.pk] for d in drawings[:3]] == [3, None, None]


@pytest.mark.parametrize("reloaded", [False, True])
def test_undo_takes_back_all_that_a_key_labelled(desk, drawings, reloaded):
    press(desk, "7", "Shift+ArrowRight", "Shift+ArrowRight", "8")
    expect(cells(desk).filter(has_text="saved 8")).to_have_count(3)
    if reloaded:
        desk.reload()
    press(desk, "u")
    expect(cells(desk).filter(has_text="undone")).to_have_count(3)
    expect(desk.locator("#message")).to_have_text("Undone: 3.")
    assert [labels()[drawing.pk] for drawing in drawings[:4]] == [7, None, None, None]


def test_undo_takes_back_each_answer_that_a_key_confirmed(desk, drawings):
    press(desk, *["Shift+ArrowRight"] * 3, " ")
    expect_saved(desk)
    assert len(set(labels().values())) > 2
    press(desk, "u")
    expect(cells(desk).filter(has_text="undone")).to_have_count(4)
    assert set(labels().values()) == {None}


def test_a_mouse_selects_by_dragging_and_buttons_label(desk, drawings):
    drag(desk, *(middle(desk, drawing) for drawing in drawings[1:4]))
    expect(desk.locator(".cell[aria-selected=true]")).to_have_count(3)
    press_button(desk, "4")
    expect(cells(desk).filter(has_text="saved 4")).to_have_count(3)
    assert [labels()[d.pk] for d in drawings] == [None, 4, 4, 4, None, None]


def test_fingers_label_select_and_undo(open_page, drawings, staff):
    size = {"viewport": {"width": 390, "height": 844}}
    phone = sit_down(open_page, staff, **size, has_touch=True, is_mobile=True)
    cell(phone, drawings[2]).tap()
    phone.get_by_role("button", name="Not a digit").tap()
    expect(cell(phone, drawings[2])).to_contain_text("saved not a digit")
    phone.get_by_role("button", name="Select").tap()
    for drawing in drawings[4:]:
        cell(phone, drawing).tap()
    phone.get_by_role("button", name="9", exact=True).tap()
    expect_saved(phone)
    assert [labels()[d.pk] for d in drawings] == [None, None, 10, None, 9, 9]
    phone.get_by_role("button", name="Undo").tap()
    expect(cells(phone).filter(has_text="undone")).to_have_count(2)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_keys_show_the_tile_and_the_help(desk, drawings):
    press(desk, "t")
    tile = cell(desk, drawings[0]).get_by_alt_text("What the network saw")
    expect(tile).to_have_js_property("naturalWidth", 28)
    press(desk, "?")
    expect(desk.get_by_role("dialog", name="Keys")).to_be_visible()
    press(desk, "7", "Escape", "t")
    expect(tile).to_have_count(0)
    assert set(labels().values()) == {None}


def test_filters_are_used_without_a_mouse_and_label_nothing(desk, drawings):
    desk.get_by_text("Filters").click()
    desk.get_by_label("Answer", exact=True).focus()
    press(desk, "7")
    desk.get_by_label("Confidence from").fill("5")
    press(desk, "Enter")
    expect(desk).to_have_url(re.compile(r"\?\w+=\w+(&\w+=\w+)*$"))
    assert set(labels().values()) == {None}


@pytest.mark.parametrize("size", [(1280, 800), (640, 400), (390, 844), (320, 640)])
def test_the_cursor_stays_above_the_bar(open_page, drawings, staff, size):
    page = sit_down(open_page, staff, viewport={"width": size[0], "height": size[1]})
    press(page, "End")
    bar, last = page.locator("#bar").bounding_box(), middle(page, drawings[-1])
    assert last[1] < bar["y"]
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_who_may_only_look_is_told_so(open_page, drawings, django_user_model):
    guest = django_user_model.objects.create_user("guest", is_staff=True)
    guest.user_permissions.add(Permission.objects.get(codename="view_drawing"))
    page = sit_down(open_page, guest, **DESKTOP)
    press(page, "7")
    expect(page.locator("#message")).to_have_text("You may only look.")
