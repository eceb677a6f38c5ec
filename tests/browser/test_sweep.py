"""The Sweep page in a real browser: one click, four charts, and the published figures beside."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import settled
from tests.browser.test_accessibility import both_themes
from tests.browser.test_phone import PHONE


def test_the_published_comparison_is_a_click_away(visit, start_server):
    page = visit("sweep?shown_of_sweep=published", at=start_server())
    expect(page.get_by_text("Page not found")).to_have_count(0)
    page.get_by_role("button", name="Fit all 28").click()
    expect(page.get_by_role("heading", name="Beside the published figures")).to_be_visible()
    settled(page)
    agreed = page.get_by_text(re.compile(r"Fitted 28 in .* All 28 published figures agree"))
    expect(agreed).to_be_visible()
    charts = page.get_by_test_id("stVegaLiteChart")
    expect(charts).to_have_count(4)
    for chart in charts.all():
        # A line a strategy.
        expect(chart.locator(".mark-line path")).to_have_count(7)
    digits = page.get_by_role("table", name="Digits")
    expect(digits.get_by_text("0.045934", exact=True)).to_have_count(2)
    expect(digits.get_by_text("yes", exact=True)).to_have_count(7)
    assert both_themes(page) == []
    # A page that is loaded anew has lost nothing.
    page.reload()
    settled(page)
    expect(agreed).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(charts.last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
