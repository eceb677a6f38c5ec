"""A digit drawn by hand in a real browser: by mouse; read at once, at any moment."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settled

# The places of a 7, as shares of the pad.
SEVEN = [(0.25 + 0.05 * k, 0.2) for k in range(11)]
SEVEN += [(0.75 - 0.03 * k, 0.2 + 0.065 * k) for k in range(1, 11)]
ANY_ANSWER = re.compile("the network names class")
READ_AS_SEVEN = re.compile("names class 7, with 9[0-9]")


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
    return page.get_by_test_id("stMarkdown").filter(has_text=ANY_ANSWER).filter(has_text=text)


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
    page.get_by_role("spinbutton", name="Epoch", exact=True).fill("0")
    page.keyboard.press("Enter")
    expect(answer(page, READ_AS_SEVEN)).to_have_count(0)
    page.get_by_role("spinbutton", name="Epoch", exact=True).fill("100")
    page.keyboard.press("Enter")
    expect(answer(page, READ_AS_SEVEN)).to_have_count(1)
    settled(page)
    # Taken back, nothing is left of it.
    page.get_by_role("button", name="Undo").click()
    expect(answer(page)).to_have_count(0)
    by_mouse(page, pad)
    expect(answer(page, READ_AS_SEVEN)).to_have_count(1)
    settled(page)
    page.get_by_role("button", name="Clear").click()
    expect(answer(page)).to_have_count(0)
