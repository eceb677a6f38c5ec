"""The options of training in a real browser: chosen, trained to an early stop, found again."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tests.browser.test_train import metric, press, press_train


def open_group(page: Page, name: str) -> None:
    """Open a part of the sidebar, which then has its controls in sight."""
    page.locator(f".st-key-group_{name} summary").click()
    expect(page.locator(f".st-key-group_{name} details[open]")).to_be_visible()


def test_adam_and_early_stopping_are_chosen_and_the_best_epoch_is_found_again(visit):
    page = visit("train?units1=12&batch_size=32&scaling=min_max&seed=3&learning_rate=0.02")
    open_group(page, "Optimizer")
    page.get_by_role("radio", name="Adam").click()
    expect(page.get_by_text("Optimizer: Adam")).to_be_visible()
    # The part stays open, and has now what Adam looks at.
    expect(page.get_by_label("β₁", exact=True)).to_be_visible()
    expect(page.get_by_text("not used by Adam")).to_be_visible()
    open_group(page, "Stopping")
    page.get_by_text("Early stopping", exact=True).click()
    expect(page.get_by_text("Stopping: early stopping, patience 10")).to_be_visible()
    expect(page.get_by_text("144 held out to stop by")).to_be_visible()
    press_train(page)
    expect(page.get_by_text("it stopped early")).to_be_visible()
    settled(page)
    best = page.get_by_text("by validation accuracy").inner_text()
    found = re.search(r"Best epoch (\d+) by validation accuracy, [\d.]+ %", best)
    assert found
    for chart in page.get_by_test_id("stVegaLiteChart").all()[:2]:
        expect(chart.get_by_text(f"best epoch {found[1]}")).to_be_visible()
    accuracy = metric(page, "Test accuracy")
    page.reload()
    settled(page)
    expect(page.get_by_text("it stopped early")).to_be_visible()
    expect(page.get_by_text(found[0])).to_be_visible()
    assert metric(page, "Test accuracy") == accuracy
    expect(page.get_by_text("Optimizer: Adam")).to_be_visible()
    press(page, "Compare with scikit-learn")
    # While it goes on the page may hold the sentence of the epoch before, too.
    expect(page.get_by_text("the same computation up to rounding")).to_have_count(1)
    settled(page)
    expect(page.get_by_text("the same computation up to rounding")).to_have_count(1)
