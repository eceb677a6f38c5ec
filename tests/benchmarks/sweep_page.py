"""The Sweep page in Chromium: how soon the first cell is there after the click, and how soon pages
answer while all cores train. Part of tests.benchmarks.sweep.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.server import CHROMIUM, CHROMIUM_ARGUMENTS, IDLE, Server, start_app

AIM_FIRST, AIM_ANSWER, TRIES = 1.0, 0.3, 5
PATIENCE_MS = 60_000
# A cell of the map that has a value is filled with a colour of the scale; others are transparent.
HAS_A_CELL = """() => [...document.querySelectorAll(
    '[data-testid="stVegaLiteChart"] .mark-rect path'
)].some(cell => (cell.getAttribute('fill') || '').startsWith('rgb'))"""


def print_page() -> None:
    """A line each, with what is asked."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = start_app(Path(folder) / "log.txt")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        try:
            for name, asked, seconds in _measured(chromium, server):
                verdict = "holds" if seconds <= asked else "MISSED"
                print(f"{name:44}{seconds:9.2f} s; {asked:g} asked: {verdict}", flush=True)
        finally:
            chromium.close()
            server.stop()


def _measured(chromium: Browser, server: Server) -> list[tuple[str, float, float]]:
    firsts, steps, rests = [], [], []
    other = _opened(chromium, server.url)
    for _ in range(TRIES):
        page = _opened(chromium, server.url + "sweep")
        run = page.get_by_role("button", name="Run the sweep")
        firsts.append(_until(run.click, lambda page=page: page.wait_for_function(HAS_A_CELL)))
        steps += [_step(other) for _ in range(TRIES)]
        resume = page.get_by_role("button", name="Resume")
        rests.append(_until(page.get_by_role("button", name="Pause").click, resume.wait_for))
        page.get_by_role("button", name="Stop sweep").click()
        page.context.close()
    return [
        ("the first cell, after the click", AIM_FIRST, statistics.median(firsts)),
        ("a step of One step, while all cores train", AIM_ANSWER, statistics.median(steps)),
        ("a pause", AIM_ANSWER, statistics.median(rests)),
    ]


def _opened(chromium: Browser, url: str) -> Page:
    page = chromium.new_context().new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(url)
    page.locator(IDLE).wait_for()
    return page


def _step(page: Page) -> float:
    metric = page.get_by_test_id("stMetricValue").first
    number = int(metric.inner_text()) + 1
    button = page.get_by_role("button", name="Take another step")
    return _until(button.click, metric.get_by_text(str(number), exact=True).wait_for)


def _until(act: Callable[[], object], seen: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    seen()
    return time.perf_counter() - start
