"""What a visitor does on the page, and sees there."""

from itertools import pairwise

from playwright.sync_api import expect

from tests.support.numbers import side_by_side

expect.set_options(timeout=15_000)  # on a busy machine too

ONE = (0.5, 0.15), (0.5, 0.85)
CHOOSE_WIDTH = """(width) => {
    document.querySelector("[name=thickness]").value = width;
}"""
DASH = (0.2, 0.5), (0.8, 0.5)
ONE_IN_A_CORNER = (0.9, 0.05), (0.9, 0.35)


def draw(page, *shares):
    drag(page, *on_canvas(page, *shares))


def write(page, number, left=0.1, right=0.9, top=0.3, pen=10):
    """Draw the digits of a number side by side, between two shares of the width."""
    page.evaluate(CHOOSE_WIDTH, pen)
    strokes = side_by_side(number)
    xs = [x for stroke in strokes for x, _ in stroke]
    start, scale = min(xs), (right - left) / (max(xs) - min(xs))
    for stroke in strokes:
        shares = [(left + scale * (x - start), top + scale * y) for x, y in stroke]
        follow(page, on_canvas(page, *shares))


def write_and_submit(page, number, **where):
    write(page, number, **where)
    press(page, "Submit")
    expect_state(page, "shown")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def expect_answer(page, word):
    expect(page.locator("output")).to_contain_text(f"Number drawn: {word}")


def expect_sentence(page, sentence):
    expect(page.locator("output")).to_have_text(sentence)


def expect_live_answer(page, word):
    expect(page.locator("output")).to_contain_text(f"Looks like: {word}")


def expect_hint(page, sentence):
    expect(page.locator("#hint")).to_have_text(sentence)


def expect_state(page, state):
    expect(page.locator("#answer")).to_have_attribute("data-state", state)


def switch_live_off(page):
    page.get_by_role("switch", name="Live").uncheck()


def stop_clock(page):
    """From now on the page's time passes by page.clock.run_for(milliseconds) alone."""
    page.clock.install(time=0)
    page.clock.pause_at(1)


def draw_and_submit_a_one(page):
    draw(page, *ONE)
    press(page, "Submit")
    expect_answer(page, "One")


class Finger:
    """Touches as the device reports them, also for several fingers at once."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)

    def touch(self, kind, *points, **more):
        """kind: touchStart, touchMove, ...; points: where each finger is, x, y and
        how far around it touches."""
        touches = [
            {
                "x": x,
                "y": y,
                "id": i,
                "radiusX": (r := radius or [1])[0],
                "radiusY": r[0],
            }
            for i, (x, y, *radius) in enumerate(points)
        ]
        event = {"type": kind, "touchPoints": touches} | more
        self.session.send("Input.dispatchTouchEvent", event)

    def drag(self, *points):
        """Put one finger down, move it from point to point, lift it."""
        self.touch("touchStart", points[0])
        for point in path(points):
            self.touch("touchMove", point)
        self.touch("touchEnd")


class Pen:
    """A pen that feels how hard it is pressed, from 0 to 1."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)

    def event(self, kind, point, force, **more):
        event = {"type": kind, "x": point[0], "y": point[1], "force": force}
        event |= {"pointerType": "pen", "button": "left", "buttons": 1} | more
        self.session.send("Input.dispatchMouseEvent", event)

    def drag(self, *points, force=0.5):
        self.event("mousePressed", points[0], force, clickCount=1)
        for point in path(points):
            self.event("mouseMoved", point, force)
        self.event("mouseReleased", points[-1], 0, clickCount=1)


def drag(page, *points):
    """Press the mouse, move it from point to point, release it."""
    follow(page, [points[0], *path(points)])


def follow(page, points):
    """Press the mouse at the first point, move it to each other one, release it."""
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point)
    page.mouse.up()


def path(points, steps=8):
    """Points on the way, as a hand that moves sends them."""
    for (x0, y0), (x1, y1) in pairwise(points):
        for i in range(1, steps + 1):
            yield x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps


def on_canvas(page, *shares):
    """Shares of the canvas's side, from its top left -> points on the screen."""
    box = page.locator("canvas").bounding_box()
    return [
        (box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in shares
    ]


def inked(page, top=0, bottom=1):
    """How many of the canvas's pixels have ink, between two shares of its height."""
    return page.locator("canvas").evaluate(
        """(canvas, [top, bottom]) => {
            const copy = new OffscreenCanvas(280, 280).getContext("2d");
            copy.drawImage(canvas, 0, 0, 280, 280);
            return copy.getImageData(0, top * 280, 280, (bottom - top) * 280)
                .data.filter((value, i) => i % 4 === 3 && value > 127).length;
        }""",
        [top, bottom],
    )
