"""What a reviewer labels reaches the server once, whatever happens on the way."""

import pytest
from playwright.sync_api import expect

from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange
from tests.support.desk import (
    DESKTOP,
    LABEL,
    cell,
    cells,
    expect_saved,
    forgive,
    intercept,
    labels,
    press,
    press_button,
    sit_down,
)

pytestmark = pytest.mark.browser


def test_a_label_is_sent_once_the_server_is_there_again(desk, drawings):
    desk.context.set_offline(True)
    press(desk, "3", "4")
    expect(desk.locator("#trouble")).to_contain_text("2 not saved, trying again")
    expect(cell(desk, drawings[0])).to_contain_text("3 not saved yet")
    desk.context.set_offline(False)
    expect(cell(desk, drawings[1])).to_contain_text("saved 4")
    expect(desk.locator("#trouble")).to_be_empty()
    assert LabelChange.objects.count() == 2
    forgive(desk)


def test_a_label_whose_answer_was_lost_is_kept_once(desk, drawings, anna):
    """Anna labels the drawing between the two tries: that is no third opinion."""

    def lose(route):
        route.fetch()
        label_drawing(drawings[0], 1, by=anna)
        route.abort()

    intercept(desk, lose, times=1)
    press(desk, "7")
    expect(cell(desk, drawings[0])).to_contain_text("anna said One: needs a third look")
    assert LabelChange.objects.count() == 2
    forgive(desk)


def test_what_is_not_saved_survives_a_reload(desk, drawings):
    intercept(desk, lambda route: route.abort())
    press(desk, "3", "4", "u")
    expect(desk.locator("#trouble")).to_contain_text("1 not saved")
    desk.on("dialog", lambda dialog: dialog.accept())  # "Leave the page?"
    desk.reload()
    expect(desk.locator("#trouble")).to_contain_text("1 not saved")
    desk.unroute(LABEL)
    press_button(desk, "Try now")
    expect(cell(desk, drawings[0])).to_contain_text("saved 3")
    assert [labels()[d.pk] for d in drawings[:2]] == [3, None]
    forgive(desk)


def test_a_reviewer_who_is_logged_out_loses_nothing(desk, drawings, staff):
    cookies = desk.context.cookies()
    desk.context.clear_cookies(name="sessionid")
    press(desk, "3")
    expect(desk.get_by_role("link", name="Log in")).to_be_visible()
    desk.context.add_cookies(cookies)
    press_button(desk, "Try now")
    expect(cell(desk, drawings[0])).to_contain_text("saved 3")
    assert LabelChange.objects.count() == 1
    forgive(desk)


def test_the_next_page_waits_until_all_is_saved(desk, drawings):
    desk.context.set_offline(True)
    press(desk, "3", "n")
    expect(desk.locator("#message")).to_contain_text("once all is saved")
    desk.context.set_offline(False)
    expect(cells(desk)).to_have_count(5)
    assert labels()[drawings[0].pk] == 3
    forgive(desk)


def test_a_label_that_the_server_fails_at_holds_up_no_other(desk, drawings):
    def fail(route):
        about_it = str(drawings[0].pk) in route.request.post_data
        route.fulfill(status=500) if about_it else route.continue_()

    intercept(desk, fail)
    press(desk, "9", "5", "ArrowLeft", "ArrowLeft", "8", "ArrowRight", "6")
    expect(cell(desk, drawings[2])).to_contain_text("saved 6")
    expect(cell(desk, drawings[1])).to_contain_text("saved 5")
    expect(cell(desk, drawings[0])).to_contain_text("8 not saved yet")
    press(desk, "u", "n")
    expect(cell(desk, drawings[1])).to_have_count(0)
    expect(desk.locator("#trouble")).to_contain_text("2 not saved, trying again")
    desk.unroute(LABEL)
    press_button(desk, "Try now")
    expect_saved(desk)
    expect(desk.locator("#trouble")).to_be_empty()
    assert [labels()[drawing.pk] for drawing in drawings[:3]] == [8, 5, None]
    changes = LabelChange.objects.filter(drawing=drawings[0]).order_by("pk")
    assert [change.to_label for change in changes] == [9, 8]
    forgive(desk)


def test_two_reviewers_on_one_page_are_told_of_each_other(
    desk, open_page, drawings, anna
):
    theirs = sit_down(open_page, anna, **DESKTOP)
    press(theirs, "1", "2")
    expect_saved(theirs)
    press(desk, "7", "2")
    expect(cell(desk, drawings[0])).to_contain_text("anna said One: needs a third look")
    expect(cell(desk, drawings[1])).to_contain_text("anna says so too")
    expect_saved(desk)
    assert LabelChange.objects.count() == 4
    assert not Drawing.objects.labelled().filter(pk=drawings[0].pk).exists()
