"""Where a visitor is on the long One step page: what moves it, and the way back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

MAIN = '[data-testid="stMain"]'
BOTTOM = '[data-testid="stBottom"]'


def scrolled(page: Page) -> float:
    """How far down the page is."""
    return page.locator(MAIN).evaluate("main => main.scrollTop")


def at_rest(page: Page) -> float:
    """How far down the page is once it has stopped moving."""
    return page.locator(MAIN).evaluate(
        """main => new Promise(resolve => {
          let [top, still] = [main.scrollTop, 0];
          const timer = setInterval(() => {
            still = main.scrollTop === top ? still + 1 : 0;
            top = main.scrollTop;
            if (still < 10) return;
            clearInterval(timer);
            resolve(top);
          }, 50);
        })"""
    )


def bar_says(page: Page, name: str) -> None:
    expect(page.locator(".origin strong").first).to_contain_text(f"{name} =")


def test_the_jump_bar_stays_in_reach_and_leads_back_to_the_top(visit):
    page = visit()
    bar = page.get_by_role("navigation", name="Parts of this page")
    for part, heading in (("3 Gradients", "3 · Gradients"), ("Break it", "Break my")):
        bar.get_by_role("link", name=part).click()
        at_rest(page)
        box, title = bar.bounding_box(), page.get_by_role("heading", name=heading).bounding_box()
        assert box["y"] + box["height"] <= title["y"] < 200
    bar.get_by_role("link", name="Top").click()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert at_rest(page) < 60
    # A jump is no step of the browser's history, which would lead to it instead of the last page.
    assert "#" not in page.url


def test_escape_goes_back_to_where_a_jump_began(visit):
    page = visit()
    link = page.get_by_role("navigation", name="Parts of this page").get_by_role(
        "link", name="4 Update"
    )
    link.focus()
    before = at_rest(page)
    page.keyboard.press("Enter")
    assert at_rest(page) > before + 1000
    page.keyboard.press("Escape")
    assert at_rest(page) == before
    expect(link).to_be_focused()


def test_picking_in_the_picture_leaves_the_picture_in_view(visit):
    page = visit()
    before = at_rest(page)
    for name in ("h1[1]", "h2[2]", "x[3]"):
        page.locator(f'.picture .node[data-cell="{name}"]').click()
        bar_says(page, name)
        assert at_rest(page) == before
    # A source that the bar names is seen in the picture, too: the page does not go to its table.
    page.locator('.picture .node[data-cell="h2[2]"]').click()
    page.locator('.origin [data-cell="z2[2]"]').click()
    bar_says(page, "z2[2]")
    at_rest(page)
    expect(page.locator(".picture")).to_be_in_viewport(ratio=0.5)


def test_a_unit_that_the_bar_would_cover_is_lifted_above_it(visit):
    page = visit()
    page.set_viewport_size({"width": 1280, "height": 760})
    at_rest(page)
    unit = page.locator('.picture .node[data-cell="h1[4]"]')
    unit.click()
    bar_says(page, "h1[4]")
    at_rest(page)
    box, bar = unit.bounding_box(), page.locator(BOTTOM).bounding_box()
    assert box["y"] + box["height"] <= bar["y"]
    expect(page.locator(".picture")).to_be_in_viewport(ratio=0.5)


def test_escape_goes_back_to_the_cell_from_which_the_bar_led_away(visit):
    page = visit()
    cell = page.locator('td[data-cell="updated_W2[1,1]"]').first
    cell.scroll_into_view_if_needed()
    before = at_rest(page)
    cell.click()
    bar_says(page, "W2′[1,1]")
    at_rest(page)
    page.locator('.origin [data-cell="change_W2[1,1]"]').click()
    bar_says(
        page, "what the update takes off W2[1,1]".replace("what the update takes off ", "η·∂L/∂")
    )
    page.locator('.origin [data-cell="grad_W2[1,1]"]').click()
    bar_says(page, "∂L/∂W2[1,1]")
    assert abs(at_rest(page) - before) > 500
    page.keyboard.press("Escape")
    expect(page.locator(".origin")).to_have_count(0)
    assert at_rest(page) == before
    expect(cell).to_be_focused()


def test_a_pick_draws_the_bar_and_not_the_page(visit):
    page = visit()
    page.evaluate(
        """() => {
          window.redrawn = 0;
          const main = document.querySelector('[data-testid="stMain"]');
          const outside = node => !node.closest?.('[data-testid="stBottom"]');
          new MutationObserver(all => {
            const added = all.flatMap(one => [...one.addedNodes]).filter(outside);
            window.redrawn += added.filter(node => node.matches?.("table, figure, .katex")).length;
          }).observe(main, { childList: true, subtree: true });
        }"""
    )
    page.locator('td[data-cell="z2[1]"]').first.click()
    bar_says(page, "z2[1]")
    expect(page).to_have_url(re.compile(r"cell=z2%5B1%5D"))
    assert page.evaluate("window.redrawn") == 0
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("cell="))


@pytest.mark.parametrize("scripts", ["come in time", "come after the click"])
def test_a_cell_that_is_clicked_before_the_page_listens_is_explained(browser, server, scripts):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    # As soon as the cell is there, which is before anything listens to it.
    page.add_init_script(
        """new MutationObserver((_, observer) => {
          const cell = document.querySelector('.picture [data-cell="h1[1]"]');
          if (!cell) return;
          observer.disconnect();
          window.unheard = !document.body.dataset.cells;
          cell.dispatchEvent(new MouseEvent("click", { bubbles: true }));
        }).observe(document, { childList: true, subtree: true });"""
    )
    held = []
    if scripts == "come after the click":
        # Streamlit's module that runs the scripts of a page.
        page.route(re.compile(r"/Html\.[^/]*\.js$"), lambda route: held.append(route))
    page.goto(server.url)
    page.wait_for_function("() => window.unheard !== undefined")
    for route in held:
        route.continue_()
    bar_says(page, "h1[1]")
    assert page.evaluate("window.unheard")
    assert bool(held) == (scripts == "come after the click")
    settled(page)
    page.context.close()


def test_what_is_read_grows_with_the_window_and_for_a_projector(visit):
    page = visit("?step_layers=6")
    sizes = []
    table = page.locator(".tables td[data-cell]").first
    text = page.locator(".picture .node text").first
    for width in (1280, 1920):
        page.set_viewport_size({"width": width, "height": 1000})
        at_rest(page)
        size = table.evaluate("td => parseFloat(getComputedStyle(td).fontSize)")
        sizes.append((size, text.bounding_box()["height"]))
    (narrow, in_picture), (wide, in_wide_picture) = sizes
    assert narrow >= 13.5
    assert wide >= 16.5
    assert in_picture >= 12
    assert in_wide_picture > 1.3 * in_picture
    page.get_by_text("For a projector").click()
    expect(table).to_have_css("font-size", re.compile(r"^2[0-9]"))
