"""Points drawn by hand in a real browser: by pointer and by keyboard, trained on, linked to."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from mlp_core.data.points import decode
from tests.browser.conftest import settled
from tests.browser.test_accessibility import both_themes
from tests.browser.test_phone import PHONE

TRAIN = "train?dataset=points&hidden_layers=2&units1=8&units2=8&learning_rate=0.1&init=glorot"
# The corners that are told apart by XOR alone, with their classes.
CORNERS = [(-0.6, -0.6, 1), (0.6, 0.6, 1), (-0.6, 0.6, 2), (0.6, -0.6, 2)]
NEAR = 0.02


def pad_of(page: Page) -> Locator:
    pad = page.get_by_role("application", name="Pad")
    expect(pad).to_be_visible()
    return pad


def status(page: Page) -> Locator:
    return page.locator("#pad-status")


def place(pad: Locator, x: float, y: float) -> tuple[float, float]:
    """Where in the window a point of the pad is."""
    pad.scroll_into_view_if_needed()
    box, (left, top, width, height) = pad.bounding_box(), (-134, -128, 262, 270)
    return (
        box["x"] + box["width"] * (100 * x - left) / width,
        box["y"] + box["height"] * (-100 * y - top) / height,
    )


def drawn(page: Page) -> list[tuple[float, float, int]]:
    """The points that the address has, with the names of their classes."""
    text = parse_qs(urlsplit(page.url).query)["data_points"][0]
    points, classes = decode(text)
    return [(x, y, k + 1) for (x, y), k in zip(points.tolist(), classes.tolist(), strict=True)]


def test_an_xor_drawn_by_hand_is_solved(visit):
    page = visit(TRAIN + "&epochs=300")
    pad = pad_of(page)
    page.get_by_role("button", name="Clear").click()
    expect(status(page)).to_contain_text("A network needs 4 points or more")
    for x, y, k in CORNERS:
        page.get_by_role("button", name=f"Class {k}", exact=True).click()
        for dx, dy in ((0, 0), (0.15, 0), (0, 0.15), (-0.15, 0.1), (0.1, -0.15)):
            page.mouse.click(*place(pad, x + dx, y + dy))
    expect(status(page)).to_have_text("20 points: 10 of class 1, 10 of class 2.")
    expect(page.get_by_text("16 points to learn from, 4 to be tested on")).to_be_visible()
    settled(page)
    found = drawn(page)
    assert [k for *_, k in found] == [1] * 10 + [2] * 10
    assert all(
        abs(a - b) < NEAR for k in range(4) for a, b in zip(found[5 * k], CORNERS[k], strict=True)
    )
    page.get_by_test_id("stMain").get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_role("heading", name="Trust and take home")).to_be_visible()
    expect(page.get_by_test_id("stMetric").get_by_text("100.00 %")).to_have_count(2)
    # The link is the drawing.
    other = visit(page.url.split("/")[-1])
    expect(status(other)).to_have_text("20 points: 10 of class 1, 10 of class 2.")


def test_strokes_spray_move_remove_and_are_taken_back(visit):
    page = visit(TRAIN)
    pad = pad_of(page)
    # A drag from where nothing is leaves points on its way.
    page.get_by_role("button", name="Class 3").click()
    page.mouse.move(*place(pad, -1.1, 0.05))
    page.mouse.down()
    page.mouse.move(*place(pad, 1.1, 0.05), steps=30)
    page.mouse.up()
    expect(status(page)).to_contain_text("of class 3")
    page.get_by_role("button", name="Undo").click()
    expect(status(page)).to_have_text("Taken back. 48 points: 24 of class 1, 24 of class 2.")
    # One that starts on a point moves it, and a click removes it.
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name="Class 1").click()
    for x, y in ((0.5, 0.5), (-0.5, 0.5)):
        page.mouse.click(*place(pad, x, y))
    page.get_by_role("button", name="Class 2").click()
    for x, y in ((0.5, -0.5), (-0.5, -0.5), (0, 0)):
        page.mouse.click(*place(pad, x, y))
    page.mouse.move(*place(pad, 0.5, 0.5))
    page.mouse.down()
    page.mouse.move(*place(pad, 0.9, 0.9), steps=5)
    page.mouse.up()
    page.mouse.click(*place(pad, 0, 0))
    expect(status(page)).to_have_text("4 points: 2 of class 1, 2 of class 2.")
    expect(page.get_by_text("3 points to learn from, 1 to be tested on")).to_be_visible()
    settled(page)
    first, *_ = drawn(page)
    assert abs(first[0] - 0.9) < NEAR
    assert abs(first[1] - 0.9) < NEAR
    # Too little is not sent: the drawing before stays the one that is trained on.
    page.get_by_role("button", name="Erase").click()
    page.mouse.click(*place(pad, 0.9, 0.9))
    expect(status(page)).to_contain_text("trained on the drawing before this one")
    assert len(drawn(page)) == 4


def test_by_keyboard_on_a_phone_in_both_themes(visit):
    page = visit(TRAIN)
    page.set_viewport_size(PHONE)
    pad = pad_of(page)
    assert both_themes(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    pad.focus()
    page.keyboard.press("5")
    expect(status(page)).to_contain_text("Class 5 is drawn.")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    expect(status(page)).to_contain_text("Cross at 0.30, 0.01.")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("1 of class 5.")
    expect(page.get_by_text("39 points to learn from, 10 to be tested on")).to_be_visible()
    settled(page)
    assert drawn(page)[-1] == (0.3, 0.006, 5)
    page.keyboard.press("Delete")
    expect(status(page)).to_have_text("Removed. 48 points: 24 of class 1, 24 of class 2.")
    page.keyboard.press("z")
    expect(status(page)).to_contain_text("1 of class 5.")
