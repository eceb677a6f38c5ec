"""What axe-core finds on the pages: nothing serious or moderate, in light and in dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tests.browser.test_compare import open_compare, tick, train_two

# What remains below: hints that no reader of a page meets.
COUNTED = {"moderate", "serious", "critical"}


def findings(page: Page) -> list[str]:
    """What is wrong, with the first place of each kind and why."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {one['id']} ({one['impact']}) {len(one['nodes'])} times, first at "
        f"{one['nodes'][0]['html'][:200]}: {one['nodes'][0]['failureSummary'][:300]}"
        for one in found
        if one["impact"] in COUNTED
    ]


def both_themes(page: Page) -> list[str]:
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        settled(page)
        # The style sheet comes by a part of Streamlit that is loaded when first needed.
        expect(page.locator(".stEvent style")).to_be_attached()
        found += findings(page)
    return found


@pytest.mark.parametrize("path", ["", "?step_mode=real+digit", "?step_mode=your+turn"])
def test_one_step(visit, path):
    page = visit(path)
    # What listens to the page's cells sees to the keyboard, too.
    expect(page.locator(".katex-display[tabindex]").first).to_be_attached()
    assert both_themes(page) == []


def test_buttons_of_no_use_can_be_read(visit):
    """axe-core does not look at them: each is written in Streamlit's own grey."""
    page = visit("?step_x=1,0")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        written = []
        for name in ("Take another step", "Back to start"):
            button = page.get_by_role("button", name=name)
            expect(button).to_be_disabled()
            written.append(button.locator("p").evaluate("text => getComputedStyle(text).color"))
        assert written[0] == written[1]


def test_train_before_and_after_a_run(visit):
    page = visit("train?epochs=2")
    found = both_themes(page)
    page.get_by_test_id("stMain").get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_role("heading", name="Trust and take home")).to_be_visible()
    assert found + both_themes(page) == []


def test_every_section_of_inspect(visit, start_server):
    page = visit("inspect", at=start_server())
    found = both_themes(page)
    page.get_by_role("button", name="Train Question 2's network").click()
    sections = page.get_by_role("radiogroup", name="Section").get_by_role("radio")
    expect(sections.first).to_be_visible()
    for section in sections.all():
        section.click()
        expect(section).to_be_checked()
        settled(page)
        found += both_themes(page)
    assert found == []


def test_compare_with_nothing_kept_and_with_two_runs(visit, start_server):
    page = visit("compare", at=start_server())
    found = both_themes(page)
    page.goto(page.url.replace("compare", "train?epochs=5"))
    settled(page)
    train_two(page)
    open_compare(page)
    for row in (0, 1):
        tick(page, row)
    expect(page.get_by_role("heading", name="Over seeds")).to_be_visible()
    assert found + both_themes(page) == []
