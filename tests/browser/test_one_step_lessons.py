"""The lessons of the One step page in a real browser: ask, break, do it yourself."""

import json
import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

EXERCISE = (
    "?step_mode=your+turn&turn_units=2-2-2&turn_seed=5&turn_loss=squared_error"
    "&turn_activation=tanh&turn_blank=z1,h1"
)


def fill(page: Page, cell: str, text: str) -> None:
    """Type into a field and leave it, as a person does."""
    field = page.locator(f'input[data-answer="{cell}"]')
    field.fill(text)
    field.press("Tab")


def reveal(page: Page, cell: str) -> str:
    """Take one hint after the other; the answer."""
    page.locator(f'input[data-answer="{cell}"]').focus()
    expect(page.locator(".origin")).to_have_attribute("aria-label", f"Help with {cell}")
    for hint in ("Hint: the formula", "Hint: with the numbers in", "Show the answer"):
        page.get_by_role("button", name=hint).click()
    answer = page.locator(".origin strong")
    expect(answer).to_have_count(2)
    return answer.last.inner_text()


def verdict(page: Page, cell: str, expected: str) -> None:
    field = page.locator(f'input[data-answer="{cell}"]')
    expect(field).to_have_attribute("data-verdict", expected)


def test_a_cell_tells_its_terms_and_leads_on_to_its_sources(visit):
    page = visit()
    page.locator('td[data-cell="z2[1]"]').first.click()
    bar = page.locator(".origin")
    expect(bar).to_contain_text("z2[1] = 0.216525")
    values = bar.locator("tr td:last-child").all_inner_texts()
    # Four products and a bias, their sum, and the cell itself.
    terms, total = list(map(float, values[:5])), float(values[-1])
    assert abs(sum(terms) - total) < 1e-15
    expect(page.locator('td.source[data-cell="W2[1,3]"]').first).to_be_visible()
    expect(page.locator('td.selected[data-cell="z2[1]"]').first).to_be_visible()
    expect(page.locator('.picture .edge.source[data-cell="W2[1,3]"]')).to_have_count(1)
    bar.locator('[data-cell="h1[3]"]').click()
    expect(bar).to_contain_text("h1[3] = tanh(z1[3])")
    expect(page).to_have_url(re.compile(r"cell=h1%5B3%5D"))
    bar.get_by_role("button", name="Close").click()
    expect(page.locator(".origin")).to_have_count(0)


def test_cells_are_reached_and_picked_by_keyboard(visit):
    page = visit()
    first = page.locator('table[aria-label^="W2 ("] td[data-cell]').first
    first.focus()
    first.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".origin")).to_contain_text("W2[2,2] = 0.1")
    # The focus stays where it was, so that the arrow keys go on from there.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".origin")).to_contain_text("W2[2,3] = 0.1")
    page.keyboard.press("Escape")
    expect(page.locator(".origin")).to_have_count(0)


def test_a_link_opens_with_its_number_explained(visit):
    page = visit("?cell=loss")
    expect(page.locator(".origin")).to_contain_text("L = 0.37636378397755565")


def test_a_weight_is_dragged_by_keyboard(visit):
    page = visit("?step_drag=true")
    page.locator('td[data-cell="grad_b3[2]"]').first.click()
    expect(page.locator(".origin")).to_contain_text("∂L/∂b3[2] = -0.836")
    thumb = page.get_by_role("slider", name="Drag b3[2]")
    told = {
        label: page.get_by_test_id("stMetric")
        .filter(has_text=label)
        .get_by_test_id("stMetricValue")
        for label in ("Loss there", "By the tangent", "Loss − tangent")
    }
    expect(told["Loss − tangent"]).to_have_text("0")
    page.get_by_role("button", name="After it").click()
    # Along a bias of the output layer, the tangent misses half a square: ½ 0.083604².
    expect(thumb).to_have_attribute("aria-valuetext", "0.183604")
    expect(told["Loss there"]).to_have_text("0.309962")
    expect(told["By the tangent"]).to_have_text("0.306468")
    expect(told["Loss − tangent"]).to_have_text("0.003494")
    thumb.focus()
    thumb.press("ArrowRight")
    expect(thumb).to_have_attribute("aria-valuetext", "0.190")
    expect(told["Loss − tangent"]).to_have_text(re.compile("0.00401"))
    page.get_by_role("button", name="Before the step").click()
    expect(told["Loss − tangent"]).to_have_text("0")
    page.get_by_role("combobox", name="And a second one").fill("W3[2,1]")
    page.get_by_role("option", name="W3[2,1]").click()
    expect(page.get_by_text("the way of steepest descent")).to_be_visible()
    expect(page.get_by_role("slider", name="Drag W3[2,1]")).to_be_visible()
    expect(page).to_have_url(re.compile(r"step_drag_first=b3%5B2%5D&step_drag_second=W3"))
    page.get_by_text("Draw the loss along a weight").click()
    expect(thumb).to_have_count(0)
    settled(page)


def test_backpropagation_can_be_broken_and_mended(visit):
    page = visit()
    mistake = page.get_by_role("button", name="Sign turned round in the output layer")
    mistake.click()
    expect(page.get_by_text(re.compile("gradients disagree"))).to_be_visible()
    expect(page.get_by_text("all that the error makes points the other way")).to_be_visible()
    mistake.click()
    expect(page.get_by_text("All 47 gradients agree")).to_be_visible()


def test_an_exercise_with_one_wrong_answer_is_completed(visit):
    page = visit(EXERCISE)
    expect(page.get_by_text("0 of 4 right")).to_be_visible()
    # A hint says what to compute; the first field gets a wrong sign, the next one follows it.
    answer = float(reveal(page, "z1[1]"))
    fill(page, "z1[1]", str(-answer))
    verdict(page, "z1[1]", "wrong")
    page.locator('input[data-answer="z1[1]"]').focus()
    expect(page.locator(".origin")).to_contain_text("The size is right, the sign is not")
    tanh = page.evaluate(f"Math.tanh({-answer})")
    fill(page, "h1[1]", f"{tanh:.5f}".replace(".", ","))
    verdict(page, "h1[1]", "consistent")
    expect(page.get_by_text("1 of 4 right, 1 of them follows")).to_be_visible()
    fill(page, "z1[1]", str(answer))
    verdict(page, "z1[1]", "right")
    verdict(page, "h1[1]", "wrong")
    fill(page, "h1[1]", str(page.evaluate(f"Math.tanh({answer})")))
    other = float(reveal(page, "z1[2]"))
    fill(page, "z1[2]", str(other))
    fill(page, "h1[2]", str(page.evaluate(f"Math.tanh({other})")))
    expect(page.get_by_text("All done, all of it right.")).to_be_visible()
    settled(page)


def test_a_teachers_link_opens_cold(start_server, visit):
    page = visit(f"{EXERCISE}&turn_hide=seed,units,answers,worksheet", at=start_server())
    expect(page.get_by_text("0 of 4 right")).to_be_visible()
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_text("Blank stages")).to_be_visible()
    for label in ("Seed", "Layer sizes, input first", "Worksheet to print", "Link for a class"):
        expect(sidebar.get_by_text(label, exact=True)).to_have_count(0)


def test_worksheet_and_key_hold_the_figures_of_the_page(visit):
    page = visit(EXERCISE)
    page.get_by_text("Worksheet to print").click()
    texts = {}
    for label in ("Worksheet, Markdown", "Worksheet, notebook", "Key, Markdown", "Key, notebook"):
        with page.expect_download() as download:
            page.get_by_role("button", name=label, exact=True).click()
        texts[label] = download.value.path().read_text(encoding="utf-8")
    weight = page.locator('td[data-cell="W1[1,1]"]').first.inner_text()
    loss = page.locator('td[data-cell="loss"]').first.inner_text()
    secret = reveal(page, "h1[1]")
    for label, text in texts.items():
        assert weight in text, label
        assert (secret[:7] in text) == label.startswith("Key"), label
    assert loss[:7] in texts["Key, Markdown"]
    assert json.loads(texts["Key, notebook"])["nbformat"] == 4


def test_the_picture_downloads_as_svg(visit):
    page = visit("?step_edges=Gradients")
    with page.expect_download() as download:
        page.get_by_role("button", name="Picture as SVG").click()
    svg = download.value.path().read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    assert "grad_W1[1,1]" in svg


def test_a_phone_sees_the_page_without_scrolling_sideways(browser, server):
    context = browser.new_context(viewport={"width": 400, "height": 800})
    page = context.new_page()
    page.goto(server.url + "?cell=z1%5B1%5D")
    settled(page)
    expect(page.locator(".origin")).to_be_visible()
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    context.close()
    assert widths[0] <= widths[1]
