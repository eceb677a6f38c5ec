"""The Train page in a real browser: real runs, real time, real tabs that close."""

import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled


def press_train(page: Page) -> None:
    page.get_by_role("button", name="Train", exact=True).click()


def epoch(page: Page) -> int:
    """The epoch that the progress bar has reached."""
    text = page.get_by_test_id("stProgress").inner_text()
    return int(re.search(r"(\d+) of", text)[1])


def metric(page: Page, label: str) -> str:
    box = page.get_by_test_id("stMetric").filter(has_text=label).first
    return box.get_by_test_id("stMetricValue").inner_text()


def test_a_first_visit_by_deep_link_finds_the_page(start_server, visit):
    page = visit("train?units1=20&epochs=5", at=start_server())
    expect(page.get_by_role("heading", name="Train on handwritten digits")).to_be_visible()
    expect(page.get_by_text("64-20-10")).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)


def test_the_preset_trains_to_its_accuracy(visit):
    page = visit("train")
    press_train(page)
    expect(page.get_by_role("button", name="Stop training")).to_be_visible()
    expect(page.get_by_text("Trained 100 of 100 epochs in")).to_be_visible(timeout=180_000)
    settled(page)
    assert metric(page, "Test accuracy") == "97.50%"
    assert metric(page, "Training accuracy") == "100.00%"
    for heading in ("Confusion matrix", "By digit", "Misclassified", "First-layer weights"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_a_long_run_can_be_stopped_half_way(visit):
    page = visit("train?epochs=500")
    press_train(page)
    expect(page.get_by_test_id("stProgress")).to_contain_text(re.compile(r"^[2-9]"))
    page.get_by_role("button", name="Stop training").click()
    expect(page.get_by_text("What was learned so far is shown below")).to_be_visible()
    settled(page)
    assert float(metric(page, "Test accuracy").rstrip("%")) > 50


def test_training_goes_on_while_another_page_is_open(visit):
    page = visit("train?epochs=500&units1=30")
    press_train(page)
    expect(page.get_by_test_id("stProgress")).to_contain_text(re.compile(r"^[1-9]"))
    left_at = epoch(page)
    page.get_by_role("link", name="One step").click()
    expect(page.get_by_role("heading", name="One step of backpropagation")).to_be_visible()
    page.get_by_role("link", name="Train").click()
    expect(page.get_by_test_id("stProgress")).to_be_visible()
    expect(page.get_by_role("slider", name="Units in hidden layer 1")).to_have_value("30")
    page.wait_for_function(
        "left => parseInt(document.querySelector('[data-testid=stProgress]')"
        ".innerText.match(/(\\d+) of/)[1]) > left",
        arg=left_at,
    )
    page.get_by_role("button", name="Stop training").click()
    expect(page.get_by_text("What was learned so far is shown below")).to_be_visible()
    page.get_by_role("link", name="One step").click()
    expect(page.get_by_role("heading", name="One step of backpropagation")).to_be_visible()
    page.get_by_role("link", name="Train").click()
    expect(page.get_by_text("What was learned so far is shown below")).to_be_visible()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts threads through /proc")
def test_closing_the_tab_ends_its_training(start_server, visit):
    server = start_server()
    tasks = Path(f"/proc/{server.process.pid}/task")
    visit(at=server)  # a first visitor, for whom the server makes the threads it keeps
    page = visit("train?epochs=500", at=server)
    press_train(page)
    expect(page.get_by_test_id("stProgress")).to_contain_text(re.compile(r"^[1-9]"))
    while_training = len(list(tasks.iterdir()))
    page.context.close()
    patience = threading.Event()
    for _ in range(300):
        if len(list(tasks.iterdir())) < while_training:
            return
        patience.wait(0.1)
    pytest.fail("the run's thread outlived its tab by 30 seconds")
