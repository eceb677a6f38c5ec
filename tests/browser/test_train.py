"""The Train page in a real browser: real runs, real time, real tabs that close."""

import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

# Trains for minutes on any machine.
LONG = "train?epochs=500&hidden_layers=4&" + "&".join(f"units{k}=256" for k in range(1, 5))
STOPPED = "Stopped after"


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


def press(page: Page, name: str) -> None:
    page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True).click()


def under_way(page: Page) -> None:
    """Wait until a first epoch is over."""
    expect(page.get_by_test_id("stProgress")).to_contain_text(re.compile(r"^[1-9]"))


def test_the_preset_trains_to_its_accuracy(visit):
    page = visit("train")
    press_train(page)
    expect(page.get_by_text("Trained 100 of 100 epochs in")).to_be_visible()
    expect(page.get_by_text("compiled engine")).to_be_visible()
    settled(page)
    assert metric(page, "Test accuracy") == "97.50 %"
    assert metric(page, "Training accuracy") == "100.00 %"
    for heading in ("Confusion matrix", "By digit", "Misclassified", "First-layer weights"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_a_long_run_can_be_paused_stepped_resumed_and_stopped(visit):
    page = visit(LONG)
    press_train(page)
    under_way(page)
    press(page, "Pause")
    expect(page.get_by_text("Paused after")).to_be_visible()
    paused = int(re.search(r"after (\d+)", page.get_by_text("Paused after").inner_text())[1])
    press(page, "Step one epoch")
    expect(page.get_by_text(f"Paused after {paused + 1} of 500 epochs")).to_be_visible()
    press(page, "Resume")
    expect(page.get_by_test_id("stProgress")).to_be_visible()
    press(page, "Stop training")
    expect(page.get_by_text(STOPPED)).to_be_visible()
    settled(page)
    expect(page.get_by_role("heading", name="Confusion matrix")).to_be_visible()


# Where a button has been, a list without repeats, from when it could be pressed.
WATCH = """button => {
  window.places = [];
  const look = () => {
    const { left, top } = button.getBoundingClientRect();
    const place = `${Math.round(left)} ${Math.round(top)}`;
    if (!button.disabled && window.places.at(-1) !== place) window.places.push(place);
    requestAnimationFrame(look);
  };
  look();
}"""


def test_no_button_moves_from_under_the_hand_while_the_page_is_drawn(visit):
    page = visit(LONG)
    press_train(page)
    under_way(page)
    main = page.get_by_test_id("stMain")
    main.get_by_role("button", name="Step one epoch").evaluate(WATCH)
    press(page, "Pause")
    expect(page.get_by_text("Paused after")).to_be_visible()
    settled(page)
    assert len(page.evaluate("window.places")) == 1
    # Two that have one place are never seen together.
    expect(main.get_by_role("button", name="Resume")).to_have_count(1)
    expect(main.get_by_role("button", name="Pause")).to_have_count(0)
    press(page, "Stop training")
    expect(page.get_by_text(STOPPED)).to_be_visible()


def test_training_goes_on_while_another_page_is_open(visit):
    page = visit(LONG)
    press_train(page)
    under_way(page)
    left_at = epoch(page)
    page.get_by_role("link", name="One step").click()
    expect(page.get_by_role("heading", name="One step of backpropagation")).to_be_visible()
    page.get_by_role("link", name="Train").click()
    expect(page.get_by_test_id("stProgress")).to_be_visible()
    expect(page.locator(".st-key-units1").get_by_text("256", exact=True)).to_be_visible()
    page.wait_for_function(
        "left => parseInt(document.querySelector('[data-testid=stProgress]')"
        ".innerText.match(/(\\d+) of/)[1]) > left",
        arg=left_at,
    )
    press(page, "Stop training")
    expect(page.get_by_text(STOPPED)).to_be_visible()
    page.get_by_role("link", name="One step").click()
    expect(page.get_by_role("heading", name="One step of backpropagation")).to_be_visible()
    page.get_by_role("link", name="Train").click()
    expect(page.get_by_text(STOPPED)).to_be_visible()


def test_a_reload_in_mid_run_finds_the_run_and_can_go_on_with_it(visit):
    page = visit(LONG)
    press_train(page)
    under_way(page)
    before = epoch(page)
    page.reload()
    under_way(page)
    assert epoch(page) >= before
    press(page, "Stop training")
    expect(page.get_by_text(STOPPED)).to_be_visible()
    page.reload()
    expect(page.get_by_text(STOPPED)).to_be_visible()
    settled(page)
    expect(page.get_by_role("heading", name="Confusion matrix")).to_be_visible()
    press(page, "Continue")
    under_way(page)
    press(page, "Stop training")
    expect(page.get_by_text(STOPPED)).to_be_visible()


def test_the_sign_beside_a_switch_explains_it_and_does_not_flip_it(visit):
    page = visit("train")
    page.get_by_test_id("stSidebar").get_by_role("button", name="Help", exact=True).first.click()
    expect(page.get_by_text("Every change of a setting trains anew at once")).to_be_visible()
    settled(page)
    expect(page.get_by_role("switch", name="Live: train at every change")).not_to_be_checked()
    expect(page.get_by_text("Trained")).to_have_count(0)


def test_live_mode_answers_a_slider_and_keeps_the_run_before_in_sight(visit):
    page = visit("train?live=true&epochs=20")
    expect(page.get_by_text("Trained 20 of 20 epochs in")).to_be_visible()
    expect(page.get_by_text("Faint lines: the run before")).to_have_count(0)
    slider = page.get_by_role("slider", name="Units in hidden layer 1")
    slider.focus()
    slider.press("ArrowRight")
    expect(page.get_by_text("Faint lines: the run before, 64-50-10")).to_be_visible()
    expect(page.get_by_test_id("stMain").get_by_text("64-60-10")).to_be_visible()
    expect(page.get_by_text("Trained 20 of 20 epochs in")).to_be_visible()
    settled(page)


def test_without_numba_numpy_trains_and_the_page_says_so(start_server, visit, tmp_path):
    # Found before the real one: what an import finds where numba is not installed.
    (tmp_path / "numba.py").write_text("raise ImportError('No module named numba')")
    page = visit("train?epochs=3", at=start_server({"PYTHONPATH": str(tmp_path)}))
    press_train(page)
    expect(page.get_by_text("Trained 3 of 3 epochs in")).to_be_visible()
    expect(page.get_by_text("NumPy engine: numba, which compiles it")).to_be_visible()
    settled(page)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts threads through /proc")
def test_closing_the_tab_ends_its_training(start_server, visit):
    server = start_server()
    tasks = Path(f"/proc/{server.process.pid}/task")
    visit(at=server)  # a first visitor, for whom the server makes the threads it keeps
    page = visit(LONG, at=server)
    press_train(page)
    under_way(page)
    while_training = len(list(tasks.iterdir()))
    page.context.close()
    patience = threading.Event()
    for _ in range(300):
        if len(list(tasks.iterdir())) < while_training:
            return
        patience.wait(0.1)
    pytest.fail("the run's thread outlived its tab by 30 seconds")
