"""The Compare page in a real browser: two trainings, compared, and a link that does it again."""

import re

import pytest
from playwright.sync_api import Page, expect

from mlp_core.hosted import HOSTED_VARIABLE
from tests.browser.conftest import settled

# Pixels of the table, which is a canvas: a row and the head are as high, the tick box is left.
ROW, TICK = 35, 18


@pytest.fixture
def hosted(start_server):
    """A server where every visitor has a store of their own."""
    return start_server({HOSTED_VARIABLE: "1"})


def train(page: Page) -> None:
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text("Trained 5 of 5 epochs in")).to_be_visible()
    settled(page)


def train_two(page: Page) -> None:
    """The run that the page opened with, and one at the next higher learning rate."""
    train(page)
    slider = page.get_by_role("slider", name="Learning rate")
    slider.focus()
    slider.press("ArrowRight")
    expect(page.get_by_text("have changed since this run")).to_be_visible()
    train(page)
    expect(page.get_by_text("Faint lines: the run before")).to_be_visible()


def open_compare(page: Page) -> None:
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_role("heading", name="Compare runs")).to_be_visible()
    settled(page)


def tick(page: Page, row: int) -> None:
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    page.mouse.click(box["x"] + TICK, box["y"] + ROW * (row + 1.5))


def heads(page: Page) -> list[str]:
    """The columns of the table that fit on the screen, as they are read to the blind."""
    found = page.get_by_test_id("stDataFrame").first.locator("th")
    expect(found.first).to_be_attached()
    return found.all_text_contents()


def column(page: Page, name: str) -> list[str]:
    # The table is drawn from left to right, after it is there.
    found = page.get_by_test_id("stDataFrame").first.locator("th")
    expect(found.filter(has_text=re.compile(f"^{re.escape(name)}$")).first).to_be_attached()
    index = heads(page).index(name)
    rows = page.get_by_test_id("stDataFrame").first.locator("tbody tr")
    return [row.locator("td").nth(index).text_content() for row in rows.all()]


def total_losses(page: Page) -> dict[float, float]:
    """The last total loss of each run in the table, by its learning rate."""
    rates, losses = column(page, "learning rate"), column(page, "total loss")
    return {float(rate): float(loss) for rate, loss in zip(rates, losses, strict=True)}


def test_a_first_visit_by_deep_link_finds_the_page(start_server, visit):
    page = visit("compare", at=start_server())
    expect(page.get_by_text("No runs are kept yet")).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    page.get_by_role("link", name="Train a network").click()
    expect(page.get_by_role("heading", name="Train on handwritten digits")).to_be_visible()


def test_two_runs_are_compared_and_their_link_trains_them_again(hosted, visit):
    page = visit("train?units1=12&epochs=5", at=hosted)
    train_two(page)
    open_compare(page)
    tick(page, 0)
    expect(page.get_by_role("heading", name="Curves")).to_be_visible()
    settled(page)
    tick(page, 1)
    expect(page.get_by_role("heading", name="Two runs on the test images")).to_be_visible()
    settled(page)
    page.get_by_text("Only what differs").click()
    # Not the seed alone, whose column may lie beyond the edge of the table.
    for name in ("seed", "batch size", "units", "activation"):
        head = page.get_by_test_id("stDataFrame").first.locator("th", has_text=name)
        expect(head).to_have_count(0)
    settled(page)
    assert "learning rate" in heads(page)
    assert not {"units", "batch size", "activation"} & set(heads(page))
    trained = total_losses(page)
    assert set(trained) == {0.001, 0.002}

    page.get_by_role("button", name="Link").click()
    link = page.get_by_test_id("stCode").text_content().strip()
    assert link.startswith(f"{hosted.url}compare?runs=v_2~d_digits~u_64-12-10~")
    assert page.url == link

    other = visit(link.removeprefix(hosted.url), at=hosted)
    expect(other.get_by_text("The link compares these 2 configurations.")).to_be_visible()
    other.get_by_role("button", name="Train these").click()
    expect(other.get_by_text("Trained 2 runs.")).to_be_visible()
    expect(other.get_by_role("heading", name="Two runs on the test images")).to_be_visible()
    settled(other)
    assert total_losses(other) == pytest.approx(trained, rel=1e-9)
    assert sorted(column(other, "compared")) == ["1", "2"]


def test_a_run_is_loaded_into_train_whatever_was_set_there(hosted, visit):
    page = visit("train?units1=12&epochs=5&seed=3", at=hosted)
    train(page)
    page.get_by_text("GELU", exact=True).click()
    expect(page.get_by_text("have changed since this run")).to_be_visible()
    open_compare(page)
    tick(page, 0)
    page.get_by_role("button", name="Load into Train").click()
    expect(page.get_by_role("heading", name="Train on handwritten digits")).to_be_visible()
    settled(page)
    expect(page.get_by_text("have changed since this run")).to_have_count(0)


def test_a_deleted_run_comes_back(hosted, visit):
    page = visit("train?units1=12&epochs=5", at=hosted)
    train(page)
    open_compare(page)
    tick(page, 0)
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("1 run deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Curves")).to_be_visible()
    settled(page)
    assert column(page, "compared") == ["1"]
