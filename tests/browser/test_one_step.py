"""The One step page in a real browser."""

import csv
import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tests.pages.shown import find_table, parse_tables


def tables_of(page: Page) -> str:
    """The labelled tables as the browser holds them."""
    return "".join(page.locator("figure").evaluate_all("all => all.map(one => one.outerHTML)"))


def cell(page: Page, caption: str, row: str, column: str) -> str:
    """The text in a labelled table's cell, from the page as the browser holds it."""
    expect(page.locator("figcaption").get_by_text(caption)).to_be_attached()
    return find_table(parse_tables(tables_of(page)), caption)[row, column]


def test_question_1_opens_with_its_loss_in_the_table(visit):
    page = visit()
    assert cell(page, "z3, y, term of L", "L", "term of L") == "0.376364"
    assert cell(page, "W3′ (", "[2,·]", "[·,1]") == "0.117825"
    expect(page.get_by_text("All 47 gradients agree")).to_be_visible()
    for stage in ("1 · Forward", "2 · Loss", "3 · Gradients", "4 · Update", "Gradient check"):
        expect(page.get_by_role("heading", name=stage)).to_be_attached()
    expect(page.locator(".katex-error")).to_have_count(0)


def test_the_loss_switch_and_a_step_change_the_numbers(visit):
    page = visit()
    page.get_by_role("radio", name="Cross-entropy").click()
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_have_text("1.098612")
    page.get_by_role("button", name="Take another step").click()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("2")
    page.get_by_role("button", name="Back to start").click()
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_have_text("1.098612")


def test_a_bad_entry_is_answered_in_words_and_mended(visit):
    page = visit()
    x = page.get_by_label("Input x")
    x.fill("1, two, 1, 0")
    x.press("Enter")
    expect(page.get_by_text("which is not a number")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_have_text("0.376364")
    x.fill("1, 2, 1, 0")
    x.press("Enter")
    expect(page.get_by_text("which is not a number")).to_have_count(0)
    expect(page.get_by_test_id("stMetricValue").nth(1)).not_to_have_text("0.376364")


def test_a_link_opens_the_network_it_describes(visit):
    page = visit("?step_layers=3&step_units1=2&step_x=1,2,3,4&step_y=1,0,0&step_start=Random")
    expect(page.get_by_label("Input x")).to_have_value("1,2,3,4")
    expect(page.locator("figcaption").filter(has_text="W1 ").first).to_have_text("W1 (2 × 4)")
    settled(page)


def test_units_of_the_picture_are_named_and_can_be_picked(visit):
    page = visit()
    unit = page.locator('.picture [data-cell="h1[1]"]')
    expect(unit.locator("title")).to_have_text("h1[1] = 0.291313")
    unit.click()
    expect(page.locator(".origin")).to_contain_text("h1[1] = tanh(z1[1])")
    expect(page.locator('td[data-cell="z1[1]"]').first).to_have_class(re.compile("source"))


def test_the_download_reads_back(visit):
    page = visit()
    with page.expect_download() as download:
        page.get_by_role("button", name="All numbers as CSV").click()
    with download.value.path().open(encoding="utf-8") as file:
        rows = {row["name"]: row["value"] for row in csv.DictReader(file)}
    assert float(rows["loss"]) == 0.37636378397755565
