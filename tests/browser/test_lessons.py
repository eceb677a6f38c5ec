"""The page Lessons in a real browser: a lesson gone through by keyboard, and one by link."""

import re

from playwright.sync_api import expect

from mlp_core.experiments.guided.own.example import EXAMPLE
from mlp_core.experiments.guided.own.links import lesson_to_link
from tests.browser.conftest import settled
from tests.browser.test_accessibility import both_themes
from tests.browser.test_phone import PHONE


def test_a_lesson_is_predicted_run_and_read(visit, start_server):
    page = visit("lessons?lesson=scaling", at=start_server())
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_role("heading", name="Why")).to_have_count(0)
    # By keyboard alone: the arrow chooses, Space presses.
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    commit = page.get_by_role("button", name="Commit to this")
    expect(commit).to_be_enabled()
    commit.focus()
    page.keyboard.press("Space")
    run = page.get_by_role("button", name="Run 2 here")
    expect(run).to_be_visible()
    run.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="Why")).to_be_visible()
    settled(page)
    expect(page.get_by_text(re.compile(r"scaled: loss 0\.00\d+ on the training"))).to_be_visible()
    expect(page.get_by_text(re.compile("The runs say: Worse, .* So did you"))).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart").locator(".mark-line path")).to_have_count(4)
    assert both_themes(page) == []
    # The link to Compare finds the runs that were made here.
    page.get_by_role("link", name="Do it on Compare").click()
    expect(page.get_by_role("heading", name="Compare runs")).to_be_visible()
    settled(page)
    expect(page.get_by_role("button", name="Train these")).to_have_count(0)
    expect(page.get_by_role("heading", name="Curves")).to_be_visible()


def test_a_lesson_by_link_is_text_of_others(visit):
    text = EXAMPLE.replace("Both networks", "![x](https://evil.example/x.png) Both networks")
    text = text.replace("epochs=10", "epochs=2")
    page = visit(f"lessons?own={lesson_to_link(text)}")
    expect(page.get_by_text("Somebody else's words.")).to_be_visible()
    main = page.get_by_test_id("stMain")
    expect(main.locator("img")).to_have_count(0)
    expect(main.locator("a[href*=evil]")).to_have_count(0)
    look = page.get_by_role("link", name="Have a look at the data")
    assert look.evaluate("link => link.href").endswith("/data?dataset=digits")
    page.get_by_text("The other one").click()
    page.get_by_role("button", name="Commit to this").click()
    page.get_by_role("button", name="Run 2 here").click()
    expect(page.get_by_text("The author's answer: The other one")).to_be_visible()
    settled(page)
    expect(page.get_by_text("So did you.")).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(page.get_by_role("heading", name="Why")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
