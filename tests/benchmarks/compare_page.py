"""How Compare feels with many runs: python -m tests.benchmarks.compare_page [runs]

Fills a file with made-up runs, 10,000 of them where nothing else is asked for, and visits the
page: as a script under AppTest, and as a page in Chromium. Medians, in seconds; asked are 1.5
to load, 0.5 for a tick and 0.5 for a search.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from mlp_core.experiments.runs.storage.folder import FOLDER_VARIABLE
from mlp_core.experiments.runs.store import FILE_NAME, RunStore
from tests.benchmarks.library import N_RUNS, fill
from tests.benchmarks.process import processor
from tests.browser.server import CHROMIUM, CHROMIUM_ARGUMENTS, IDLE, ROOT, start_app

TIMES = 5
PATIENCE_SECONDS = 120.0
# Pixels of the table, which is a canvas: a row and the head are as high, the tick box is left.
ROW, TICK = 35, 18


def main() -> None:
    """Print every figure as soon as it is known."""
    n_runs = int(sys.argv[1]) if len(sys.argv) > 1 else N_RUNS
    print(f"{processor()}; {n_runs:,} runs")
    with tempfile.TemporaryDirectory() as folder:
        store = RunStore(Path(folder) / FILE_NAME)
        fill(store, n_runs)
        store.close()
        os.environ[FOLDER_VARIABLE] = folder
        script()
        browser(folder)


def script() -> None:
    """The page's script alone, without a browser."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    _tell("script, first load", [_timed(app.switch_page("pages/compare/page.py").run)])
    _tell("script, again", [_timed(app.run) for _ in range(TIMES)])
    texts = [f"tanh {k}" for k in range(TIMES)]
    search = app.text_input(key="compare_search")
    _tell("script, a search", [_timed(search.set_value(text).run) for text in texts])


def browser(folder: str) -> None:
    """From opening, ticking and searching to a page that shows it and is at rest."""
    server = start_app(Path(folder) / "log.txt")
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
            loads = []
            for _ in range(TIMES + 1):
                page = chromium.new_page()
                page.set_default_timeout(1000 * PATIENCE_SECONDS)
                loads.append(_timed(lambda page=page: _open(page, server.url)))
            _tell("page, first load of the server", loads[:1])
            _tell("page, load", loads[1:])
            _tell("page, a tick", [_timed(lambda row=row: _tick(page, row)) for row in (0, 1, 2)])
            words = ["relu", "logistic 32", "tanh 128"]
            _tell(
                "page, a search", [_timed(lambda text=text: _search(page, text)) for text in words]
            )
            chromium.close()
    finally:
        server.stop()


def _open(page: Page, url: str) -> None:
    page.goto(f"{url}compare")
    page.get_by_text("tick up to 8 to compare them").wait_for()
    page.locator(
        '[data-testid="stVegaLiteChart"] svg, [data-testid="stVegaLiteChart"] canvas'
    ).first.wait_for()
    page.locator(IDLE).wait_for()


def _tick(page: Page, row: int) -> None:
    """Tick a row; its number is then in the table."""
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    page.mouse.click(box["x"] + TICK, box["y"] + ROW * (row + 1.5))
    page.get_by_text(f"Delete all {row + 1}" if row else "Delete", exact=True).first.wait_for()


def _search(page: Page, text: str) -> None:
    field = page.get_by_role("textbox", name="Search")
    field.fill(text)
    before = page.get_by_text(" runs · tick up to").inner_text()
    field.press("Enter")
    expect(page.get_by_text(" runs · tick up to")).not_to_have_text(
        before, timeout=1000 * PATIENCE_SECONDS
    )
    page.locator(IDLE).wait_for()


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _tell(what: str, times: list[float]) -> None:
    print(f"{what:<40}{statistics.median(times):6.2f} s", flush=True)


if __name__ == "__main__":
    main()
