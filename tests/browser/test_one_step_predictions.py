"""Predict first in a real browser: nothing leaks, and the way from a pick to the tally."""

import re

from playwright.sync_api import Page, expect

from mlp_core import SGDStep, seeded_parameters, sgd_step
from pages.shared.numbers import display
from tests.browser.conftest import settled
from tests.browser.test_accessibility import findings
from tests.pages.one_step.step.test_predicting import FIGURE, computed, rounded

SEED, RATE, X, Y = 3, 0.5, [0.7, -1.3, 0.4, 1.1], [0.3, 1.2, -0.4]
PREDICT = (
    f"?step_predict=true&step_start=random&step_seed={SEED}&step_rate={RATE}&step_edges=gradient"
    f"&step_x={','.join(map(str, X))}&step_y={','.join(map(str, Y))}"
)
# All that can be read, pointed at or heard: texts, and what attributes say.
SAID = """() => [...document.body.querySelectorAll("*:not(style, script)")].flatMap(one => [
  ...[...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data),
  ...[...one.attributes].filter(({name}) => /^(aria-|data-|title|alt|value)/.test(name))
    .map(attribute => attribute.value)
]).join("\\n")"""


def told(page: Page, step: SGDStep) -> list[str]:
    """The computed numbers that anything on the page gives away."""
    found = {rounded(float(text)) for text in FIGURE.findall(page.evaluate(SAID))}
    return [cell for cell, text in computed(step).items() if text in found]


def ask(page: Page, cell: str, name: str) -> None:
    page.locator(f'td[data-cell="{cell}"]').first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".origin strong").first).to_have_text(f"{name} = ?")
    expect(page.get_by_role("button", name="Show it")).to_be_visible()


def test_numbers_are_predicted_by_keyboard_and_counted(visit):
    step = sgd_step(X, Y, *seeded_parameters([4, 4, 3, 3], SEED), RATE, "squared_error")
    page = visit(PREDICT)
    assert told(page, step) == []
    verdict, cell = page.locator(".origin .verdict"), page.locator('td[data-cell="grad_W3[2,1]"]')
    ask(page, "grad_W3[2,1]", "∂L/∂W3[2,1]")
    page.keyboard.press("F2")
    expect(page.get_by_role("button", name="Grows")).to_be_focused()
    # The gradient is negative, so the weight is to grow.
    assert step.grad_weights[2][1, 0] < 0.0
    page.keyboard.press("Enter")
    expect(verdict).to_contain_text("✓ Right: With this update W3[2,1] grows")
    expect(cell).to_have_text(display(step.grad_weights[2][1, 0]))
    # The keyboard is still in the bar, and Escape leads back to where the number was picked.
    expect(page.locator(".origin .link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(cell).to_be_focused()

    ask(page, "loss", "L")
    field = page.get_by_label("Value of L")
    field.fill("a lot")
    field.press("Enter")
    expect(page.get_by_text("is not a number")).to_be_visible()
    assert findings(page) == []
    field.fill(f"{2.0 * step.loss:.4f}".replace(".", ","))
    field.press("Enter")
    expect(verdict).to_contain_text("100.0 % above")
    expect(verdict).to_contain_text("1 of 2 predicted right")
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_have_text(display(step.loss))
    assert told(page, step) == ["loss", "grad_W3[2,1]"]

    ask(page, "z3[1]", "z3[1]")
    page.get_by_label("Value of z3[1]").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".origin")).to_have_count(0)
    page.get_by_role("button", name="Take another step").click()
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_have_text("?")
    expect(page.get_by_text(re.compile("predicted right"))).to_have_count(0)
    settled(page)
