"""A hosted visitor whose connection breaks, or who loads the page anew, loses nothing."""

import pytest
from playwright.sync_api import Page, expect

from mlp_core.hosted import HOSTED_VARIABLE
from tests.browser.conftest import settled
from tests.browser.server import start_app
from tests.browser.test_compare import column, open_compare, train
from tests.browser.test_train import LONG, STOPPED, epoch, press, press_train, under_way

QUICK = "train?epochs=5&hidden_layers=1&units1=8"
# Lets a test break the connection of a page, which then finds its way back by itself.
KEEP_SOCKETS = """
window.sockets = [];
window.WebSocket = class extends WebSocket {
    constructor(...where) { super(...where); sockets.push(this); }
};
"""


@pytest.fixture
def log(tmp_path):
    return tmp_path / "log.txt"


@pytest.fixture
def hosted(log):
    server = start_app(log, {HOSTED_VARIABLE: "1"})
    yield server
    server.stop()


def open_page(visit, hosted, path: str) -> Page:
    """A page whose connection can be broken."""
    page = visit(path, at=hosted)
    page.context.add_init_script(KEEP_SOCKETS)
    page.reload()
    settled(page)
    return page


def break_connection(page: Page) -> None:
    """Close the page's connection, and wait until it has another."""
    page.evaluate("sockets.at(-1).close()")
    page.wait_for_function("sockets.length > 1 && sockets.at(-1).readyState === WebSocket.OPEN")
    page.evaluate("sockets.splice(0, sockets.length - 1)")


def goes_on(page: Page, after: int) -> None:
    page.wait_for_function(
        "after => document.querySelector('[data-testid=stProgress]')"
        "?.innerText.match(/(\\d+) of/)?.[1] > after",
        arg=after,
    )


def test_runs_outlive_a_broken_connection_and_a_page_loaded_anew(visit, hosted, log):
    page = open_page(visit, hosted, QUICK)
    train(page)
    break_connection(page)
    open_compare(page)
    assert column(page, "epochs") == ["5"]
    # A run that is at work goes on meanwhile, and after the page was loaded anew.
    page.goto(hosted.url + LONG)
    settled(page)
    press_train(page)
    under_way(page)
    break_connection(page)
    goes_on(page, epoch(page))
    page.reload()
    goes_on(page, epoch(page))
    press(page, "Stop training")
    expect(page.get_by_text(STOPPED)).to_be_visible()
    settled(page)
    page.reload()
    expect(page.get_by_text(STOPPED)).to_be_visible()
    open_compare(page)
    assert column(page, "state") == ["stopped", "finished"]
    # Another visitor finds none of them.
    stranger = visit("compare", at=hosted)
    expect(stranger.get_by_text("No runs are kept yet")).to_be_visible()
    assert "closed database" not in log.read_text()
