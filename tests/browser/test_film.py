"""The time machine in a real browser: every epoch is drawn as one slides, plays, presses keys."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settled
from tests.browser.test_phone import PHONE

# Notes each epoch that is drawn, from now on.
WATCH = """canvas => {
  window.drawn = [];
  new MutationObserver(() => window.drawn.push(Number(canvas.dataset.moment)))
    .observe(canvas, {attributes: true, attributeFilter: ['data-moment']});
}"""


@pytest.fixture
def film(visit) -> Page:
    """A visitor who looks into a run of 100 epochs."""
    page = look_inside(visit("train"))
    page.locator("canvas.picture").evaluate(WATCH)
    return page


def look_inside(page: Page) -> Page:
    page.get_by_role("button", name="Train", exact=True).click()
    page.get_by_role("link", name="Look inside").click()
    expect(slider(page)).to_have_attribute("aria-valuenow", "100")
    settled(page)
    return page


def slider(page: Page, name: str = "Epoch") -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def drawn(page: Page) -> list[int]:
    return page.evaluate("window.drawn")


def epoch_in_address(page: Page, epoch: int) -> None:
    expect(page).to_have_url(re.compile(rf"[?&]epoch={epoch}(&|$)"))
    settled(page)


def test_sliding_draws_every_epoch_and_the_page_follows(film):
    box = slider(film).bounding_box()
    height = box["y"] + box["height"] / 2
    film.mouse.move(box["x"] + box["width"], height)
    film.mouse.down()
    for epoch in range(100, 36, -1):
        film.mouse.move(box["x"] + box["width"] * epoch / 100, height)
    film.mouse.up()
    expect(slider(film)).to_have_attribute("aria-valuenow", "37")
    assert set(range(37, 100)) <= set(drawn(film))
    epoch_in_address(film, 37)
    expect(film.get_by_label("Epoch", exact=True).and_(film.locator("input"))).to_have_value("37")


def test_it_plays_on_and_back_and_rests_where_it_is_stopped(film):
    film.get_by_label("Pictures a second").select_option("40")
    film.get_by_role("button", name="Play", exact=True).click()
    film.wait_for_function("window.drawn.length > 100 && window.drawn.at(-1) === 100")
    assert drawn(film)[-101:] == list(range(101))
    epoch_in_address(film, 100)
    film.get_by_role("button", name="Play back").click()
    film.wait_for_function("window.drawn.at(-1) < 90")
    film.get_by_role("button", name="Play back").click()
    at = drawn(film)[-1]
    assert 0 < at < 90
    epoch_in_address(film, at)
    expect(slider(film)).to_have_attribute("aria-valuenow", str(at))


def test_by_keyboard_by_number_and_to_what_happened(film):
    slider(film).press("Home")
    expect(slider(film)).to_have_attribute("aria-valuetext", "Before the first epoch")
    for _ in range(3):
        slider(film).press("ArrowRight")
    slider(film).press("PageUp")
    expect(slider(film)).to_have_attribute("aria-valuetext", re.compile("^Epoch 13: test accuracy"))
    epoch_in_address(film, 13)
    number = film.get_by_label("Epoch", exact=True).and_(film.locator("input"))
    number.fill("64")
    number.press("Enter")
    expect(slider(film)).to_have_attribute("aria-valuenow", "64")
    film.get_by_role("button", name=re.compile("To epoch 22: best test accuracy")).click()
    expect(film.get_by_role("status").filter(has_text="highest after epoch 22")).to_be_visible()
    epoch_in_address(film, 22)


def test_the_steps_of_an_epoch(film):
    slider(film).press("Home")
    epoch_in_address(film, 0)
    film.get_by_text("Steps of the next epoch", exact=True).click()
    expect(slider(film, "Step")).to_have_attribute("aria-valuemax", "1437")
    slider(film, "Step").press("PageUp")
    expect(film).to_have_url(re.compile("step=144"))


def test_on_a_phone_it_fits(visit):
    page = visit("train", has_touch=True)
    page.set_viewport_size(PHONE)
    look_inside(page)
    slider(page).scroll_into_view_if_needed()
    box = slider(page).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.evaluate("innerWidth")
    assert box["height"] >= 44
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 22)
    expect(slider(page)).to_have_attribute("aria-valuenow", re.compile("^(49|50|51)$"))
