"""The step played on its picture in a real browser, by keyboard and by button."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settled

LAST = 25


def open_play(page: Page) -> Locator:
    page.get_by_role("button", name="Play the step").click()
    panel = page.get_by_role("region", name="The step, one operation at a time")
    expect(panel.get_by_role("status")).to_contain_text(f"0 of {LAST} · Given")
    return panel


def formula(panel: Locator) -> Locator:
    """The formula that is shown, as it is written in LaTeX."""
    return panel.locator(".play-formula annotation")


def slot(panel: Locator, name: str) -> Locator:
    return panel.locator(f'[data-slot="{name}"] text')


def test_the_whole_step_by_keyboard_and_back_by_button(visit):
    page = visit()
    picture = page.locator('[data-picture="network"]')
    panel = open_play(page)
    status = panel.get_by_role("status")
    expect(picture).to_be_hidden()
    expect(slot(panel, "0.1.top")).to_have_text("1")
    expect(slot(panel, "1.1.top")).to_be_empty()

    # Whoever has opened it holds the keys.
    page.keyboard.press("ArrowRight")
    expect(status).to_contain_text(f"1 of {LAST} · Forward")
    expect(slot(panel, "1.1.top")).to_have_text("0.3")
    expect(formula(panel)).to_contain_text(r"z_1 &= W_1\,x + b_1")
    expect(panel.locator('[data-spot="1.1.1"]')).to_have_class(re.compile("flows"))
    # An input of 0 sends nothing on.
    expect(panel.locator('[data-spot="1.1.2"]')).to_have_class(re.compile("still"))

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        assert Axe().run(page, context=".play").response["violations"] == []

    for at in range(2, LAST + 1):
        page.keyboard.press("ArrowRight")
        expect(status).to_contain_text(f"{at} of {LAST}")
    expect(slot(panel, "L.bottom")).to_have_text("0.294")
    expect(panel.get_by_role("button", name="Next")).to_be_disabled()

    # The very unit that was passed forward has its gradient now; both are numbers to pick.
    back = panel.get_by_role("button", name="Back")
    while "∂L/∂z1" not in panel.locator(".play-title").inner_text():
        back.click()
    expect(slot(panel, "1.2.top")).to_have_text("0.291")
    expect(slot(panel, "1.2.bottom")).to_have_text("-0.013")
    expect(formula(panel)).to_contain_text(r"\odot")
    expect(slot(panel, "L.bottom")).to_be_empty()
    expect(page.locator("td.playing")).to_have_count(4)
    panel.locator('[data-cell="grad_z1[2]"]').click()
    expect(page.locator(".origin strong").first).to_contain_text("∂L/∂z1[2] =")
    page.keyboard.press("Escape")
    expect(page.locator(".origin")).to_have_count(0)

    page.keyboard.press("Home")
    expect(status).to_contain_text(f"0 of {LAST}")
    # The number that was picked and let go is still being told to the server.
    settled(page)
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(picture).to_be_visible()
    expect(page.locator("td.playing")).to_have_count(0)


def test_by_unit_at_its_own_pace_and_pinned(visit):
    page = visit(reduced_motion="reduce")
    panel = open_play(page)
    page.keyboard.press("ArrowRight")
    # Whoever wants the screen to keep still sees what is lit, and nothing that travels.
    expect(panel.locator(".flows").first).to_be_attached()
    assert panel.locator(".dot").count() == 0
    panel.get_by_role("button", name="unit", exact=True).click()
    status = panel.get_by_role("status")
    # It goes on where it was: at the first unit of the same layer.
    expect(status).to_contain_text("1 of 80")
    expect(panel.locator(".play-title")).to_have_text("z1[1]")
    expect(formula(panel)).to_contain_text(r"0.1 \cdot 1 + 0.1 \cdot 0")
    pace = panel.get_by_role("slider", name="Seconds an operation")
    pace.focus()
    for _ in range(5):
        pace.press("ArrowLeft")
    expect(panel.locator(".play-seconds")).to_have_text("0.5 s")
    panel.get_by_role("button", name="Play", exact=True).click()
    expect(status).to_contain_text("4 of 80")
    page.keyboard.press(" ")
    expect(panel.get_by_role("button", name="Play", exact=True)).to_be_visible()

    # Wherever the page is, the panel stays in reach, and the jump bar below it.
    bar = page.get_by_role("navigation", name="Parts of this page")
    bar.get_by_role("link", name="4 Update").click()
    heading = page.get_by_role("heading", name="4 · Update")
    expect(heading).to_be_in_viewport()
    expect(panel.get_by_role("button", name="Next")).to_be_in_viewport()
    box, links, title = panel.bounding_box(), bar.bounding_box(), heading.bounding_box()
    assert box["y"] + box["height"] <= links["y"] + 1
    assert links["y"] + links["height"] <= title["y"] + 1
    settled(page)
