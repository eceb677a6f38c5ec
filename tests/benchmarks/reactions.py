"""How soon the page answers a visitor who is alone: what each of these feels like."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.browser.server import IDLE, Server

PATIENCE_MS = 60_000
TRIES = 5
# What is asked for, in seconds.
AIMS = {
    "One step, load to picture": 1.2,
    "One step, a step taken": 0.3,
    "One step, a number explained": 0.15,
    "Train, live: key to new result": 0.35,
}
CELLS = ("z2[1]", "h1[3]", "W2[2,1]", "z3[1]", "b1[2]")


def reactions(browser: Browser, server: Server) -> dict[str, tuple[float, float]]:
    """By what is waited for: the median of several tries in seconds, and the aim."""
    first_screen = statistics.median(_first_screen(browser, server) for _ in range(TRIES))
    with _page(browser, server.url) as page:
        steps = [_step(page, number) for number in range(2, 2 + TRIES)]
        explained = [_explain(page, name) for name in CELLS]
    with _page(browser, server.url + "train?live=true") as page:
        page.get_by_role("heading", name="First-layer weights").wait_for()
        live = [_live(page, units) for units in range(50, 50 + TRIES)]
    medians = (first_screen, *map(statistics.median, (steps, explained, live)))
    return dict(zip(AIMS, zip(medians, AIMS.values(), strict=True), strict=True))


def _first_screen(browser: Browser, server: Server) -> float:
    """Seconds until a new visitor, with an empty cache, sees the network's picture."""
    with _context(browser) as page:
        start = time.perf_counter()
        page.goto(server.url, wait_until="commit")
        page.locator(".picture svg").wait_for()
        return time.perf_counter() - start


def _step(page: Page, number: int) -> float:
    """Seconds from the press of the button to step ``number``."""
    shown = page.get_by_test_id("stMetricValue").first.get_by_text(str(number), exact=True)
    button = page.get_by_role("button", name="Take another step")
    return _until(page, button.click, shown.wait_for)


def _explain(page: Page, name: str) -> float:
    """Seconds from the press on a cell to the bar that explains it."""
    cell = page.locator(f'td[data-cell="{name}"]').first
    cell.scroll_into_view_if_needed()
    bar = page.locator(".origin strong").first.get_by_text(f"{name} =")
    return _until(page, cell.click, bar.wait_for)


def _live(page: Page, units: int) -> float:
    """Seconds from the press of a key to the result with one more than so many hidden units."""
    slider = page.get_by_role("slider", name="Units in hidden layer 1")
    slider.focus()
    before = page.get_by_text(f"Faint lines: the run before, 64-{units}-10")
    trained = page.get_by_text("Trained 100 of 100 epochs")

    def seen() -> None:
        before.wait_for()
        trained.wait_for()

    return _until(page, lambda: slider.press("ArrowRight"), seen)


def _until(page: Page, act: Callable[[], object], seen: Callable[[], object]) -> float:
    """Seconds from ``act`` until what it leads to is ``seen``; then the page comes to rest."""
    start = time.perf_counter()
    act()
    seen()
    seconds = time.perf_counter() - start
    _rest(page)
    return seconds


def _rest(page: Page) -> None:
    page.locator(IDLE).wait_for()
    page.wait_for_load_state("networkidle")
    # Until the browser has nothing left to do, which its next idle moment tells.
    page.evaluate("() => new Promise(done => requestIdleCallback(() => done()))")


@contextmanager
def _page(browser: Browser, url: str) -> Iterator[Page]:
    with _context(browser) as page:
        page.goto(url)
        page.get_by_role("heading", level=1).wait_for()
        _rest(page)
        yield page


@contextmanager
def _context(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context.new_page()
    finally:
        context.close()
