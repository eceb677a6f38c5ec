"""A phone: the pages have their names, and figures stand close together."""

import pytest
from playwright.sync_api import expect

PHONE = {"width": 400, "height": 860}


@pytest.mark.parametrize("path", ["", "data", "train", "inspect", "compare", "sweep", "lessons"])
def test_the_pages_are_named_where_the_navigation_is_folded_away(visit, path):
    page = visit(path)
    names = page.locator(".st-key-page_names").get_by_test_id("stPageLink")
    expect(names.first).to_be_hidden()
    page.set_viewport_size(PHONE)
    for name in ("One step", "Data", "Train", "Compare", "Sweep"):
        expect(names.filter(has_text=name)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
