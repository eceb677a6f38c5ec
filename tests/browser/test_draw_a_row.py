"""A digit drawn by hand in a real browser: by mouse, by finger, by keyboard; read at once."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settled
from tests.browser.test_phone import PHONE

# The places of a 7, as shares of the pad.
SEVEN = [(0.25 + 0.05 * k, 0.2) for k in range(11)]
SEVEN += [(0.75 - 0.03 * k, 0.2 + 0.065 * k) for k in range(1, 11)]
ANY_ANSWER = re.compile("^Answer:")
READ_AS_SEVEN = re.compile("Answer: digit 7, 9[0-9]")


def to_the_pad(page: Page) -> Locator:
    """Train Question 2's network, and go to the pad."""
    page.get_by_test_id("stMain").get_by_role("button", name="Train", exact=True).click()
    page.get_by_role("link", name="Look inside").click()
    expect(page.get_by_role("heading", name="Inspect", level=1)).to_be_visible()
    page.get_by_role("radio", name="Draw", exact=True).click()
    pad = page.get_by_role("application", name="Draw a handwritten digit")
    expect(pad).to_be_visible()
    settled(page)
    return pad


def places(pad: Locator) -> list[tuple[float, float]]:
    """Where in the window the places of a 7 are."""
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    return [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in SEVEN]


def answer(page: Page, text: re.Pattern = ANY_ANSWER) -> Locator:
    """The answers in sight: while the page is drawn anew there may be an old one beside it."""
    return page.get_by_role("heading", name=ANY_ANSWER).filter(has_text=text)


def by_mouse(page: Page, pad: Locator) -> None:
    first, *others = places(pad)
    page.mouse.move(*first)
    page.mouse.down()
    for place in others:
        page.mouse.move(*place)
    page.mouse.up()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_seven_drawn_by_mouse_is_read_as_seven(visit, theme):
    page = visit("train", color_scheme=theme)
    pad = to_the_pad(page)
    by_mouse(page, pad)
    expect(answer(page, READ_AS_SEVEN)).to_have_count(1)
    # Sliding through time reads it again.
    epoch = page.locator("input[aria-label=Epoch]")
    epoch.press("Home")
    expect(answer(page, READ_AS_SEVEN)).to_have_count(0)
    epoch.press("End")
    expect(answer(page, READ_AS_SEVEN)).to_have_count(1)
    # Taken back, nothing is left of it; and drawn again it is kept.
    page.get_by_role("button", name="Undo").click()
    expect(answer(page)).to_have_count(0)
    by_mouse(page, pad)
    expect(answer(page, READ_AS_SEVEN)).to_have_count(1)
    page.get_by_role("combobox", name="It is meant to be").click()
    page.get_by_role("option", name="digit 7").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Named as meant: 1 of 1 images of your own")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(answer(page)).to_have_count(0)


def test_a_seven_drawn_by_finger_is_read_as_seven(visit):
    page = visit("train", has_touch=True)
    page.set_viewport_size(PHONE)
    pad = to_the_pad(page)
    session = page.context.new_cdp_session(page)
    before = page.evaluate("window.scrollY")
    for kind, place in zip(
        ["touchStart", *["touchMove"] * (len(SEVEN) - 1)], places(pad), strict=True
    ):
        point = {"x": place[0], "y": place[1]}
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(answer(page, READ_AS_SEVEN)).to_have_count(1)
    assert page.evaluate("window.scrollY") == before
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_seven_drawn_by_keyboard_is_read_as_seven(visit):
    page = visit("train")
    to_the_pad(page).focus()
    status = page.locator("#drawing-status")
    keys = ["ArrowLeft"] * 5 + ["ArrowUp"] * 6 + ["Space"] + ["ArrowRight"] * 9
    for _ in range(6):
        keys += ["ArrowDown", "ArrowDown", "ArrowLeft"]
    for key in keys:
        page.keyboard.press(key)
    expect(status).to_contain_text("Pen down")
    # Read while the pen is still down.
    expect(answer(page, READ_AS_SEVEN)).to_have_count(1)
    page.keyboard.press("Space")
    expect(status).to_contain_text("Pen up")
    page.keyboard.press("Delete")
    expect(answer(page)).to_have_count(0)
    page.keyboard.press("z")
    expect(answer(page, READ_AS_SEVEN)).to_have_count(1)


def test_a_test_row_can_be_started_from_and_rubbed_out(visit):
    page = visit("train")
    pad = to_the_pad(page)
    page.get_by_role("button", name="Start from it").click()
    expect(answer(page)).to_have_count(1)
    page.get_by_role("button", name="Broad pen").click()
    page.get_by_role("button", name="Erase").click()
    box = pad.bounding_box()
    page.mouse.move(box["x"], box["y"])
    page.mouse.down()
    for line in range(60):
        page.mouse.move(box["x"] + box["width"] * (line % 2), box["y"] + box["height"] * line / 60)
    page.mouse.up()
    expect(answer(page)).to_have_count(0)
