"""Famous exercises in a real browser: all that is displayed of them, beside other software's."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tests.browser.test_one_step import tables_of
from tests.pages.published import EXERCISES, FIRST, LAST, assert_displayed


def take_steps(page: Page, here: int, number: int) -> None:
    """From step ``here`` to step ``number`` at once."""
    n_steps = number - here
    many = page.get_by_role("spinbutton", name="Steps at once")
    many.fill(str(n_steps))
    many.press("Enter")
    settled(page)
    name = "Take another step" if n_steps == 1 else f"Take {n_steps:,} steps"
    page.get_by_role("button", name=name).click()
    shown = page.get_by_role("spinbutton", name=f"Step shown, of {number:,}")
    expect(shown).to_have_value(str(number))
    settled(page)


# One of ten thousand steps, and one of several rows; AppTest goes through all.
@pytest.mark.parametrize("key", ["mazur", "xor_batch"])
def test_every_number_of_an_exercise_is_displayed(visit, key):
    page, here, inputs = visit(f"?exercise={key}"), 1, EXERCISES[key]
    for figures in inputs["figures"]:
        if figures["step"] > here:
            take_steps(page, here, figures["step"])
        here = figures["step"]
        assert_displayed(tables_of(page), inputs, figures, rtol=FIRST)
    page.get_by_text("Full precision").first.click()
    settled(page)
    assert_displayed(tables_of(page), inputs, figures, rtol=LAST if here > 2 else FIRST)
