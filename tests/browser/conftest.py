"""The real server on loopback and a real Chromium; each test is a visitor of its own."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.server import CHROMIUM, CHROMIUM_ARGUMENTS, Server, start_app, stop_all
from tests.patience import PATIENCE_MS

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        reason = "no Chromium on this machine: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def start_server(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Server]]:
    """Starts a fresh server process whenever called; all are ended after the file's last test."""
    servers: list[Server] = []

    def start(environment: dict[str, str] | None = None) -> Server:
        log = tmp_path_factory.mktemp("server") / "log.txt"
        servers.append(start_app(log, environment))
        return servers[-1]

    yield start
    stop_all(servers)


@pytest.fixture(scope="module")
def server(start_server: Callable[..., Server]) -> Server:
    """One server that most tests of a file share.

    Not all files: the runs that one keeps would be found by the next, whichever that is.
    """
    return start_server()


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Opens a path of the app as a new visitor; no test may leave an error in the page."""
    contexts, errors = [], []

    def opener(path: str = "", at: Server = server, **options) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(at.url + path)
        settled(page)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert not errors


def settled(page: Page) -> None:
    """Wait until the script has run and assert that it did not fail."""
    expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    # The first screen comes first, and the rest of a long page once that is drawn; whatever
    # Streamlit has still to fetch a module for has a skeleton in its place.
    expect(page.locator(".coming, [data-testid=stSkeleton]")).to_have_count(0)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    # Until somebody listens to a page's cells, keys that are pressed in them would be lost.
    expect(page.locator("body:not([data-cells]) [data-cell]")).to_have_count(0)
