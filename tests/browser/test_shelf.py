"""A famous exercise in a real browser: from the shelf to its published figures, and back."""

import re

from playwright.sync_api import expect

from mlp_core.teaching.quantities.names import shown_name
from mlp_core.teaching.shelf.table import SHELF
from tests.browser.conftest import settled
from tests.browser.test_one_step import cell

CAPTION = "Published and ours, step 1"


def test_mazurs_figures_stand_beside_ours(visit):
    page = visit()
    page.get_by_role("combobox", name="Exercises").click()
    page.get_by_role("option", name="Mazur, 2-2-2").click()
    expect(page.locator("figcaption").get_by_text(CAPTION)).to_be_visible()
    for figure in SHELF["mazur"].figures_of(1):
        row = shown_name(figure.cell)
        assert cell(page, CAPTION, row, "published") == figure.published
        assert (cell(page, CAPTION, row, "ours") == figure.published) == (not figure.reason)
    assert cell(page, CAPTION, "L′", "ours, exact") == "0.2910277736935993"
    expect(page.get_by_text("Of 10 published figures of this step 9 agree.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?exercise=mazur$"))
    settled(page)
    # Ours are numbers of the step: each says where it comes from.
    page.locator('td[data-cell="updated_W2[1,1]"]').first.click()
    expect(page.locator(".origin")).to_contain_text("W2′[1,1] = 0.35891647971788465")
    x = page.get_by_label("Input x")
    x.fill("0.05, 0.2")
    x.press("Enter")
    expect(page.get_by_text("no longer the numbers of the published exercise")).to_be_visible()
    page.get_by_role("button", name="Back to the published numbers").click()
    expect(page.locator("figcaption").get_by_text(CAPTION)).to_be_visible()
    assert cell(page, CAPTION, "L", "ours") == "0.298371109"
