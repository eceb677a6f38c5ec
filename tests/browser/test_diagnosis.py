"""A training broken on purpose, in five ways: the page says which it was, and mends it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

BROKEN = {
    "dead units": "epochs=10&learning_rate=0.1&activation=relu",
    "saturated units": "epochs=10&learning_rate=1",
    "diverged": "epochs=10&learning_rate=0.1&hidden_layers=0&loss=squared_error",
    "units that stay equal": "epochs=10&init=zeros",
    "vanishing gradients": "epochs=10&hidden_layers=6&activation=logistic&"
    + "&".join(f"units{k}=20" for k in range(1, 7)),
}


def first_problem(page: Page):
    return page.get_by_test_id("stMain").get_by_text(re.compile("^Problem: ")).first


def train(page: Page) -> None:
    page.get_by_role("button", name="Train", exact=True).click()


@pytest.mark.parametrize("kind", BROKEN)
def test_a_training_that_was_broken_is_told_what_broke_it(visit, kind):
    page = visit(f"train?{BROKEN[kind]}")
    train(page)
    expect(
        page.get_by_text(re.compile("^(Trained 10 of 10 epochs|Training diverged)")).first
    ).to_be_visible()
    settled(page)
    expect(first_problem(page)).to_have_text(f"Problem: {kind}")


def test_a_click_mends_it_and_the_inside_is_a_click_away(visit):
    page = visit(f"train?{BROKEN['dead units']}")
    train(page)
    expect(first_problem(page)).to_have_text("Problem: dead units")
    settled(page)
    page.get_by_role("button", name="Try rate 0.01").first.click()
    expect(page.get_by_text("Nothing wrong that I can see.")).to_be_visible()
    assert "learning_rate=0.01" in page.url
    page.get_by_role("link", name="Look inside").click()
    expect(page.get_by_role("heading", name="Inspect")).to_be_visible()
    settled(page)
    expect(page.get_by_text("Nothing wrong that I can see.")).to_be_visible()
