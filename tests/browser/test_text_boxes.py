"""A network goes into the page as text, and out of it again as text, as a file and as a link."""

from playwright.sync_api import Page, expect

from mlp_core import LOSSES
from tests.browser.conftest import settled

# As people type what a famous web page says of it.
MAZUR = """w1 = 0.15, w2 = 0.20, w3 = 0.25, w4 = 0.30
w5 = 0.40, w6 = 0.45, w7 = 0.50, w8 = 0.55
b1 = 0.35, b2 = 0.60
i1=0.05, i2=0.10
o1=0.01, o2=0.99
<img src="http://foreign.example/a.png"> ![x](http://foreign.example/b.png)"""


def loss_before(page: Page) -> str:
    return page.get_by_test_id("stMetric").nth(1).get_by_test_id("stMetricValue").inner_text()


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("dialog").get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_from_the_numbers_of_a_web_page_to_a_link_that_shows_the_same(visit):
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Paste a network").click()
    box = page.get_by_role("dialog")
    text = box.get_by_role("textbox").first
    text.fill("w1 = 0.15, w2 = 0.2O")
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_role("alert")).to_contain_text("Line 1, column 17")
    text.fill(MAZUR)
    box.get_by_role("button", name="Read it").click()
    expect(box).to_contain_text("The network is 2-2-2.")
    choose(page, "Output unit and loss", LOSSES["logistic_squared_error"].label)
    choose(page, "Activation of hidden layers", "logistic")
    rate = box.get_by_role("spinbutton")
    rate.fill("0.5")
    # At once, without leaving the field first: what was typed counts.
    box.get_by_role("button", name="Use it").click()
    expect(box).to_have_count(0)
    settled(page)
    assert loss_before(page) == "0.298371"
    assert [url for url in asked if "foreign.example" in url] == []

    page.get_by_role("button", name="Text and link").click()
    text, link = (box.get_by_test_id("stCode").nth(k) for k in range(2))
    expect(text).to_contain_text("W1 = [[0.15, 0.2], [0.25, 0.3]]")
    expect(text).to_contain_text("learning_rate = 0.5")
    with page.expect_download() as download:
        box.get_by_role("button", name="Save as a file").click()
    saved = download.value.path().read_text(encoding="utf-8")
    assert saved.strip() == text.inner_text().strip()
    address = link.inner_text().partition("?")[2].replace("\n", "")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)

    other = visit(f"?{address}")
    assert loss_before(other) == "0.298371"
    other.get_by_role("button", name="Text and link").click()
    again = other.get_by_role("dialog").get_by_test_id("stCode").first
    assert again.inner_text().strip() == saved.strip()
    other.keyboard.press("Escape")
    expect(other.get_by_role("dialog")).to_have_count(0)

    # The button is some way down the page, and the exercise begins at its top.
    other.get_by_role("link", name="2 Loss").click()
    other.get_by_role("button", name="Your turn on this network").click()
    expect(other.get_by_text("0 of 44 right")).to_be_visible()
    other.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 0")
