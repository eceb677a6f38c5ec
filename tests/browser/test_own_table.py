"""A table from the disk in a real browser: a few clicks from the file to a trained network."""

import gzip

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tests.browser.test_accessibility import both_themes
from tests.browser.test_phone import PHONE
from tests.mlp_core.data.table.typed import idx

# Semicolons, decimal commas, umlauts of Windows: a spreadsheet's. Every seventh class is wrong, so
# that no network gets all of them right.
WINES = "Säure;Alkohol;Land;Sorte\n" + "".join(
    f"{6 + k % 3 + (k * k % 17) / 10:.2f};{12 + k % 3 + (k * k % 11) / 10:.1f};{'ÖI'[k % 2]};"
    f"{('rot', 'weiß', 'rosé')[(k + (k % 7 == 0)) % 3]}\n".replace(".", ",")
    for k in range(120)
)
MOST_CLICKS = 6


@pytest.fixture
def wines(tmp_path):
    path = tmp_path / "Weine.csv"
    path.write_bytes(WINES.encode("cp1252"))
    return path


def hand_in(page: Page, path) -> None:
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(path)
    expect(page.get_by_role("heading", name="What was understood of")).to_be_visible()
    settled(page)


def test_from_a_file_to_a_trained_network_in_a_few_clicks(visit, start_server, wines):
    page = visit("", at=start_server())
    page.evaluate(
        "window.clicks = 0; addEventListener('click', (e) => (window.clicks += e.isTrusted), true)"
    )
    page.get_by_test_id("stTopNavLink").filter(has_text="Data").click()
    settled(page)
    # The button, and the file in the dialog of the system.
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload").last.click()
    chooser.value.set_files(wines)
    expect(page.get_by_role("heading", name="What was understood of")).to_be_visible()
    settled(page)
    expect(page.locator(".told", has_text="The text is not UTF-8")).to_be_visible()
    page.get_by_role("button", name="Train on it").click()
    expect(page.get_by_role("heading", name="Train on rows of a table")).to_be_visible()
    settled(page)
    page.get_by_test_id("stMain").get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_role("heading", name="Trust and take home")).to_be_visible()
    settled(page)
    # And one for the file in that dialog.
    assert page.evaluate("window.clicks") + 1 < MOST_CLICKS
    # What it got wrong opens in One step, by the names of the columns.
    page.get_by_role("button", name="Open in One step").click()
    expect(page.get_by_text("Alkohol").first).to_be_visible()
    settled(page)


def test_a_table_that_is_no_good_is_told_and_the_next_is_taken(visit, wines, tmp_path):
    page = visit("data")
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(pdf)
    expect(page.get_by_role("alert").filter(has_text="This is a PDF")).to_be_visible()
    settled(page)
    hand_in(page, wines)
    expect(page.get_by_text("This is a PDF")).to_have_count(0)
    # Loaded anew, it is still there: a machine's own tables outlive the page.
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", name="What was understood of")).to_be_visible()


def test_mnists_own_files_are_handed_in_together(visit, tmp_path):
    chance = np.random.default_rng(0)
    images, labels = tmp_path / "train-images-idx3-ubyte.gz", tmp_path / "train-labels-idx1-ubyte"
    images.write_bytes(gzip.compress(idx(chance.integers(0, 256, (60, 7, 7)))))
    labels.write_bytes(idx(np.arange(60) % 10))
    page = visit("data")
    hand_in(page, [images, labels])
    expect(page.get_by_text("Each has 7 × 7")).to_be_visible()
    expect(page.get_by_text("one of 10 classes")).to_be_visible()
    page.get_by_role("button", name="Train on it").click()
    expect(page.get_by_role("heading", name="Train on rows of a table")).to_be_visible()
    settled(page)


def test_on_a_phone_and_in_both_themes(visit, wines):
    page = visit("data")
    found = both_themes(page)
    hand_in(page, wines)
    found += both_themes(page)
    page.set_viewport_size(PHONE)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert found + both_themes(page) == []


@pytest.mark.parametrize("name", ["digits", "moons", "sine"])
def test_sets_that_are_there_in_both_themes(visit, name):
    page = visit(f"data?dataset={name}")
    expect(page.get_by_role("heading", name="Look at it")).to_be_visible()
    assert both_themes(page) == []
