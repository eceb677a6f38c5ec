"""Worksheets as a browser prints them."""

import pytest
from playwright.sync_api import Browser

from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.problems import ProblemSpec
from mlp_core.teaching.worksheet.html_page import key_html, worksheet_html

# What the margins leave of the papers' widths, in pixels of 1/96 inch.
PAPERS = {"A4": round((210 - 2 * 14) / 25.4 * 96), "Letter": round((215.9 - 2 * 14) / 25.4 * 96)}
# As wide as a table can be.
WIDEST = ProblemSpec(units=(8, 8, 8), seed=3, learning_rate=10.0)


@pytest.mark.parametrize("write", [worksheet_html, key_html])
def test_every_table_fits_on_the_paper(browser: Browser, write):
    page = browser.new_page()
    page.set_content(write(draw_problem(WIDEST)))
    page.emulate_media(media="print")
    for width in PAPERS.values():
        page.set_viewport_size({"width": width, "height": 1000})
        rights = page.locator("table, math").evaluate_all(
            "found => found.map(one => one.getBoundingClientRect().right)"
        )
        assert max(rights) <= width
    assert page.locator("button").is_hidden()
    assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")
    page.close()
